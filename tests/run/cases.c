/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/run/cases.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"

struct reader {
	struct exec_cases *out;
	const char *path;
	FILE *f;
	uint32_t line;
	char *text;		/* the line, without its newline */
	size_t cap;
	struct str prelude;
	struct exec_case pending;	/* a program whose values were not yet read */
	struct str program;
};

static bool next_line(struct reader *r)
{
	ssize_t len = getline(&r->text, &r->cap, r->f);

	if (len < 0)
		return false;
	if (len && r->text[len - 1] == '\n')
		r->text[len - 1] = '\0';
	r->line++;
	return true;
}

static void add_case(struct reader *r, uint32_t line, const char *title, const char *program,
		     const char *expected)
{
	auto_str struct str text = { 0 };

	str_puts(&text, str_text(&r->prelude));
	str_puts(&text, program);
	vec_push(&r->out->cases, ((struct exec_case){ .file = r->path,
						      .line = line,
						      .title = xstrdup(title),
						      .program = str_take(&text),
						      .expected = xstrdup(expected) }));
}

/* The last " = " of the line, for values hold none. */
static bool read_expression(struct reader *r)
{
	auto_str struct str program = { 0 };
	char *split = NULL;

	for (char *p = r->text; (p = strstr(p, " = ")); p++)
		split = p;
	if (!split)
		return false;
	*split = '\0';
	str_printf(&program, "BEGIN { trace(%s); }\n", r->text);
	add_case(r, r->line, r->text, program.data, split + 3);
	return true;
}

static bool begin_program(struct reader *r)
{
	r->text[strlen(r->text) - 1] = '\0';
	if (r->pending.title)
		return false;
	r->pending.title = xstrdup(r->text);
	r->pending.line = r->line;
	str_clear(&r->program);
	if (!strcmp(r->text, "prelude"))
		str_clear(&r->prelude);
	return true;
}

static bool end_program(struct reader *r)
{
	if (!r->pending.title)
		return false;
	add_case(r, r->pending.line, r->pending.title, str_text(&r->program), r->text + 2);
	free(take(r->pending.title));
	return true;
}

static bool read_line(struct reader *r)
{
	size_t len = strlen(r->text);
	bool in_prelude = r->pending.title && !strcmp(r->pending.title, "prelude");

	if (in_prelude && r->text[0] != '\t')
		free(take(r->pending.title));
	if (!len || r->text[0] == '#')
		return true;
	if (r->text[0] == '\t') {
		str_printf(in_prelude ? &r->prelude : &r->program, "%s\n", r->text);
		return r->pending.title != NULL;
	}
	if (!strncmp(r->text, "= ", 2))
		return end_program(r);
	if (r->text[len - 1] == ':')
		return begin_program(r);
	return !r->pending.title && read_expression(r);
}

int cases_read(struct exec_cases *cases, const char *path)
{
	struct reader r = { .out = cases, .path = path, .f = fopen(path, "r") };
	bool is_good = true;

	if (!r.f)
		return -1;
	while (is_good && next_line(&r))
		is_good = read_line(&r);
	if (is_good)
		is_good = !r.pending.title || !strcmp(r.pending.title, "prelude");
	free(r.pending.title);
	free(r.text);
	str_fini(&r.prelude);
	str_fini(&r.program);
	fclose(r.f);
	return is_good ? 0 : (int)r.line;
}

void cases_fini(struct exec_cases *cases)
{
	vec_each(c, &cases->cases) {
		free(c->title);
		free(c->program);
		free(c->expected);
	}
	vec_fini(&cases->cases);
}
