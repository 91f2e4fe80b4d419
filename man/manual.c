/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Completes dtrace(1), from standard input to standard output: a line "@NAME@" becomes the list of
 * that name, made from the rows that the program itself works by. So the manual cannot tell of a
 * builtin, an option or a provider that is not there, nor forget one. Lines that begin with a tab
 * are an example, which comes out as it stands: a reader can copy it to a shell. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "providers/providers.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/builtins/table.h"
#include "runtime/compile/options.h"

enum { MAX_LINE = 4096, MAX_COLUMN = 76 };

/* What roff or mdoc would not print as it is. A '-' within a word is a hyphen, else a minus. */
static void put_char(struct str *out, char before, char c)
{
	static const struct {
		char c;
		const char *roff;
	} special[] = {
		{ '\\', "\\e" }, { '^', "\\(ha" }, { '~', "\\(ti" },
		{ '`', "\\(ga" }, { '"', "\\(dq" }, { '\'', "\\(aq" },
	};

	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		if (special[i].c == c) {
			str_puts(out, special[i].roff);
			return;
		}
	}
	if (c == '-' && !isalnum((unsigned char)before))
		str_putc(out, '\\');
	str_putc(out, c);
}

/* The length of the name in "name()" with punctuation behind it; 0: the word is something else. */
static size_t call_len(const char *word, size_t len)
{
	size_t name = strspn(word, "abcdefghijklmnopqrstuvwxyz_0123456789"), end = name + 2;

	if (!name || end > len || memcmp(word + name, "()", 2))
		return 0;
	while (end < len && strchr(".,;:", word[end]))
		end++;
	return end == len ? name : 0;
}

static void put_call(struct str *out, const char *word, size_t len, size_t name)
{
	str_printf(out, ".Fn %.*s", (int)name, word);
	for (size_t i = name + 2; i < len; i++)
		str_printf(out, " %c", word[i]);
	str_putc(out, '\n');
}

static void put_word(struct str *out, const char *word, size_t len, bool is_first)
{
	if (!is_first)
		str_putc(out, ' ');
	else if (*word == '.')
		str_puts(out, "\\&");
	for (size_t i = 0; i < len; i++)
		put_char(out, i ? word[i - 1] : ' ', word[i]);
}

/* Text as mdoc wants it: each sentence begins a line, and functions have a macro. */
static void put_text(struct str *out, const char *text)
{
	size_t column = 0, len;

	for (; *text; text += len + strspn(text + len, " ")) {
		size_t name;

		len = strcspn(text, " ");
		name = call_len(text, len);
		if (column && (name || column + len >= MAX_COLUMN)) {
			str_putc(out, '\n');
			column = 0;
		}
		if (name) {
			put_call(out, text, len, name);
			continue;
		}
		put_word(out, text, len, !column);
		column += len + 1;
		if (text[len] && strchr(".:", text[len - 1]) &&
		    isupper((unsigned char)text[len + 1])) {
			str_putc(out, '\n');
			column = 0;
		}
	}
	if (column)
		str_putc(out, '\n');
}

/* An argument of a macro. */
static void put_quoted(struct str *out, const char *text, size_t len)
{
	str_puts(out, " \"");
	for (size_t i = 0; i < len; i++)
		put_char(out, i ? text[i - 1] : ' ', text[i]);
	str_putc(out, '"');
}

/* A line of an example. */
static void put_example(struct str *out, const char *line)
{
	if (*line == '.')
		str_puts(out, "\\&");
	for (; *line; line++)
		put_char(out, ' ', *line);
}

/* Builtins */

/* What stands in a prototype for something that has no name in D. */
static void put_type(struct str *out, const struct builtin *b, const char *text, size_t len)
{
	static const struct {
		const char *proto, *text;
	} words[] = { { ".", "value" }, { "[.]", "[value]" } };
	const struct {
		const char *proto, *text;
	} aggs[] = {
		{ "@", b->kind == BUILTIN_AGG ? "integer" : "@name" },
		{ "[@]", b->kind == BUILTIN_AGG ? "[integer]" : "[@name]" },
	};
	static const char scratch[] = "scratch ";

	for (size_t i = 0; i < 2; i++) {
		if (strlen(words[i].proto) == len && !memcmp(words[i].proto, text, len))
			return put_quoted(out, words[i].text, strlen(words[i].text));
		if (strlen(aggs[i].proto) == len && !memcmp(aggs[i].proto, text, len))
			return put_quoted(out, aggs[i].text, strlen(aggs[i].text));
	}
	if (len > sizeof(scratch) && !memcmp(text, scratch, sizeof(scratch) - 1))
		return put_quoted(out, text + sizeof(scratch) - 1, len - sizeof(scratch) + 1);
	put_quoted(out, text, len);
}

/* "string (string, int, [int])": the result if there is one, then each argument. */
static void put_prototype(struct str *out, const struct builtin *b)
{
	const char *args = strchr(b->proto, '(');
	size_t result = strcspn(b->proto, "(") - 1;

	str_puts(out, ".It");
	if (result != strlen("void") || memcmp(b->proto, "void", result)) {
		str_puts(out, " Ft");
		put_type(out, b, b->proto, result);
	}
	str_printf(out, " Fn %s", b->name);
	for (args++; *args && *args != ')';) {
		size_t len = strcspn(args, ",)");

		put_type(out, b, args, len);
		args += len;
		args += strspn(args, ", ");
	}
	str_putc(out, '\n');
}

static void put_variable(struct str *out, const struct builtin *b)
{
	str_puts(out, ".It");
	if (*b->proto) {
		str_puts(out, " Vt");
		put_quoted(out, b->proto, strlen(b->proto));
	}
	str_printf(out, " Va %s%s\n", b->name, b->flags & BUILTIN_INDEXED ? "[]" : "");
}

static int by_name(const void *a, const void *b)
{
	const struct builtin *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void put_builtins(struct str *out, enum builtin_kind kind)
{
	VEC(const struct builtin *) rows = { 0 };

	for (uint32_t i = 0; i < builtins.n_lists; i++)
		for (const struct builtin *b = builtins.lists[i]; b->name; b++)
			if (b->kind == kind)
				vec_push(&rows, b);
	qsort(rows.data, rows.len, sizeof(*rows.data), by_name);
	str_puts(out, ".Bl -tag -width indent\n");
	vec_each(b, &rows) {
		if (kind == BUILTIN_VAR)
			put_variable(out, *b);
		else
			put_prototype(out, *b);
		put_text(out, (*b)->doc);
		if ((*b)->flags & BUILTIN_DESTRUCTIVE)
			str_puts(out, "It needs\n.Fl w .\n");
	}
	str_puts(out, ".El\n");
	vec_fini(&rows);
}

static void put_variables(struct str *out)
{
	put_builtins(out, BUILTIN_VAR);
}

static void put_subroutines(struct str *out)
{
	put_builtins(out, BUILTIN_SUB);
}

static void put_actions(struct str *out)
{
	put_builtins(out, BUILTIN_ACT);
}

static void put_aggregations(struct str *out)
{
	put_builtins(out, BUILTIN_AGG);
}

/* The others */

static void put_options(struct str *out)
{
	struct option_text text;
	auto_str struct str values = { 0 };

	str_puts(out, ".Bl -tag -width indent\n");
	for (uint32_t i = 0; i < options_count(); i++) {
		options_describe(i, &text);
		str_printf(out, ".It Cm %s", text.name);
		if (*text.value)
			str_printf(out, " Ns = Ns Ar %s Pq Li %s", text.value, text.default_text);
		str_putc(out, '\n');
		put_text(out, text.doc);
		if (*text.value) {
			str_clear(&values);
			str_puts(&values, "It is ");
			options_values(i, &values);
			str_putc(&values, '.');
			put_text(out, str_text(&values));
		}
		if (text.latest == OPTION_CMDLINE)
			str_puts(out, "Not from within a program.\n");
		if (text.latest == OPTION_RUNNING)
			str_puts(out, "setopt() can change it.\n");
	}
	str_puts(out, ".El\n");
}

/* Options of DTrace that have no meaning here. */
static void put_refused(struct str *out)
{
	const struct option_refused *opt;

	str_puts(out, ".Bl -tag -width indent -compact\n");
	for (uint32_t i = 0; (opt = options_refused(i)); i++) {
		str_printf(out, ".It Cm %s\n", opt->name);
		put_text(out, opt->reason);
	}
	str_puts(out, ".El\n");
}

static void put_providers(struct str *out)
{
	str_puts(out, ".Bl -tag -width indent\n");
	for (const struct provider *const *p = providers; *p; p++) {
		str_printf(out, ".It Sy %s\n", (*p)->name);
		put_text(out, (*p)->doc);
	}
	str_puts(out, ".El\n");
}

struct list {
	const char *name;
	void (*put)(struct str *out);
};

static const struct list lists[] = {
	{ "variables", put_variables },	      { "subroutines", put_subroutines },
	{ "actions", put_actions },	      { "aggregations", put_aggregations },
	{ "options", put_options },	      { "refused", put_refused },
	{ "providers", put_providers },
};

enum { N_LISTS = sizeof(lists) / sizeof(lists[0]) };

/* The list that a line asks for; N_LISTS: none, it is text. */
static size_t list_of(const char *line)
{
	size_t len = strlen(line), i = 0;

	if (len < 3 || line[0] != '@' || strcmp(line + len - 2, "@\n"))
		return N_LISTS;
	while (i < N_LISTS && (strlen(lists[i].name) != len - 3 ||
			       memcmp(lists[i].name, line + 1, len - 3)))
		i++;
	return i;
}

/* Copies the page; is_there tells which lists it asked for. */
static void complete(struct str *out, bool is_there[N_LISTS])
{
	char line[MAX_LINE];
	bool is_example = false;

	while (fgets(line, sizeof(line), stdin)) {
		bool was_example = is_example;
		size_t i = list_of(line);

		is_example = *line == '\t';
		if (is_example != was_example)
			str_puts(out, is_example ? ".Bd -literal\n" : ".Ed\n");
		if (is_example)
			put_example(out, line + 1);
		else if (i == N_LISTS)
			str_puts(out, line);
		else
			lists[i].put(out);
		if (i < N_LISTS)
			is_there[i] = true;
	}
}

int main(void)
{
	auto_str struct str out = { 0 };
	bool is_there[N_LISTS] = { false };

	complete(&out, is_there);
	for (size_t i = 0; i < N_LISTS; i++) {
		if (is_there[i])
			continue;
		fprintf(stderr, "manual: no line @%s@ in the page\n", lists[i].name);
		return EXIT_FAILURE;
	}
	return fputs(str_text(&out), stdout) < 0 || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
