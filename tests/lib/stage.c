/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* One stage of the compiler as a command: reads a file, prints what the stage makes of it as text,
 * then the diagnostics with their tags. The golden tests compare that (tests/golden/run.sh). A
 * stage is a row of the table at the end. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/check.h"
#include "runtime/lang/lex.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"
#include "tests/lib/few_builtins.h"

struct input {
	struct arena *arena;
	struct type_table *types;
	const struct source *src;
	struct diag *dg;
};

/* The macro variables that the cases use. */
static const char *macro(void *ctx, const char *name)
{
	static const char *const values[][2] = {
		{ "0", "script.d" }, { "1", "42" },       { "2", "name" }, { "3", "two words" },
		{ "4", "-7" },       { "target", "1234" }, { "pid", "77" }, { "5", "" },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (!strcmp(values[i][0], name))
			return values[i][1];
	}
	return NULL;
}

/* What the kernel's type information would say. */
static bool type_source(void *ctx, const char *module, const char *name, struct type_answer *out)
{
	static const char *const texts[][2] = {
		{ "struct task_struct",
		  "struct task_struct { struct list_head tasks; pid_t pid; char comm[16]; };" },
		{ "struct list_head", "struct list_head { struct list_head *next, *prev; };" },
		{ "atomic_t", "typedef struct { int counter; } atomic_t;" },
	};

	(void)ctx;
	(void)module;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (strcmp(name, texts[i][0]))
			continue;
		*out = (struct type_answer){ texts[i][1], TYPE_KERNEL, SPACE_KERNEL };
		return true;
	}
	return false;
}

static void print_token(struct str *out, const struct token *tok)
{
	str_printf(out, "%u:%u %s '%.*s'", tok->loc.line, tok->loc.col,
		   token_info(tok->kind)->spelling, (int)tok->len, tok->start);
	if (tok->kind == TOKEN_INT)
		str_printf(out, " = %#llx%s%s", (unsigned long long)tok->value,
			   tok->is_unsigned ? " unsigned" : "", tok->is_long ? " long" : "");
	else if (tok->text &&
		 (tok->text_len != tok->len || strncmp(tok->text, tok->start, tok->len)))
		str_printf(out, " = %s", tok->text);
	str_putc(out, '\n');
}

/* All tokens of an expression; behind a line "#pragma D option probes", probe descriptions where
 * there can be any. */
static void lex(const struct input *in, struct str *out)
{
	static const struct parse_opts opts = { .macro = macro };
	struct lexer lx;
	struct token tok;

	lex_init(&lx, in->arena, in->src, &opts, in->dg);
	do {
		lex_peek(&lx);
		if (lx.pragmas)
			lex_probe(&lx, &tok);
		else
			lex_next(&lx, &tok);
		print_token(out, &tok);
	} while (tok.kind != TOKEN_EOF);
}

static void parse_as(const struct input *in, enum parse_mode mode, struct str *out)
{
	const struct parse_opts opts = { .mode = mode, .macro = macro };
	struct unit unit;

	type_table_set_source(in->types, type_source, NULL);
	parse_unit(in->arena, in->types, in->src, &opts, in->dg, &unit);
	for (const struct node *n = unit.nodes; n; n = n->next)
		node_dump(out, n);
}

static void parse(const struct input *in, struct str *out)
{
	parse_as(in, PARSE_PROGRAM, out);
}

static void provider(const struct input *in, struct str *out)
{
	parse_as(in, PARSE_PROVIDER, out);
}

static void strict(const struct input *in, struct str *out)
{
	parse_as(in, PARSE_PROVIDER_STRICT, out);
}

/* As the session does it: declarations, then clauses, of probes with three arguments. */
static void check_unit(struct check *ck, const struct unit *unit)
{
	for (struct node *n = unit->nodes; n; n = n->next) {
		if (n->kind != NODE_CLAUSE)
			check_decl(ck, n);
	}
	for (struct node *n = unit->nodes; n; n = n->next) {
		if (n->kind == NODE_CLAUSE)
			check_clause(ck, node_clause(n));
	}
	check_finish(ck);
}

static void print_symbol(struct str *out, const struct symbol *sym)
{
	static const char *const prefixes[] = { "", "self->", "this->", "@", "" };

	str_printf(out, "%s%s", prefixes[sym->kind], sym->name);
	for (uint32_t i = 0; i < sym->n_keys; i++) {
		str_puts(out, i ? ", " : "[");
		type_print(out, sym->keys[i], NULL);
	}
	str_puts(out, sym->n_keys ? "]: " : ": ");
	if (sym->type)
		type_print(out, sym->type, NULL);
	str_putc(out, '\n');
}

static void print_symbols(struct str *out, const struct scope *scope)
{
	const struct symbol *sym;

	for (int kind = SYMBOL_GLOBAL; kind < SYMBOL_INLINE; kind++) {
		for (uint32_t i = 0; (sym = scope_at(scope, kind, i)); i++) {
			if (!sym->is_bad)
				print_symbol(out, sym);
		}
	}
}

/* Variables of two processes, 12 and 34, and of the kernel. */
static int find_variable(void *ctx, const char *module, const char *name,
			 struct symbol_answer *out)
{
	static const struct symbol_at two[] = { { 12, 0x5000 }, { 34, 0x6000 } };
	static const struct symbol_at kernel = { 0, 0xffffffff82000000 };
	static const struct {
		const char *name;
		struct symbol_answer answer;
	} rows[] = {
		{ "counter", { SPACE_USER, two, 2, "int", "shop", 4, false, false } },
		{ "config", { SPACE_USER, two, 1, "struct list_head *[2]", "shop", 16, 0, 0 } },
		{ "untold", { SPACE_USER, two, 1, NULL, "shop", 12, false, false } },
		{ "main", { SPACE_USER, two, 1, NULL, "shop", 40, true, false } },
		{ "jiffies", { SPACE_KERNEL, &kernel, 1, NULL, TYPE_KERNEL, 0, false, false } },
		{ "__per_cpu_offset", { SPACE_KERNEL, &kernel, 1, NULL, TYPE_KERNEL, 0, 0, 0 } },
		{ "tasks", { SPACE_KERNEL, &kernel, 1, "struct list_head", TYPE_KERNEL, 0, false,
			     true } },
	};

	(void)ctx;
	if (module && strcmp(module, TYPE_KERNEL) && strcmp(module, "a.out"))
		return -ENOENT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		*out = rows[i].answer;
		if (!strcmp(rows[i].name, name))
			return 0;
	}
	return !strcmp(name, "tls") ? -ENOTSUP : !strcmp(name, "several") ? -EEXIST : -ENOENT;
}

static void check(const struct input *in, struct str *out)
{
	const struct parse_opts opts = { .mode = PARSE_PROGRAM, .macro = macro };
	struct type *text = type_pointer(in->types, type_c_int(in->types, "char"), SPACE_USER);
	struct type *args[] = { NULL, text, type_c_int(in->types, "int") };
	struct check ck = {
		.arena = in->arena, .types = in->types, .scope = scope_new(in->arena),
		.builtins = &few_builtins, .dg = in->dg, .strsize = 256, .args = args, .n_args = 3,
		.symbols = find_variable,
	};
	struct unit unit;

	type_table_set_source(in->types, type_source, NULL);
	parse_unit(in->arena, in->types, in->src, &opts, in->dg, &unit);
	check_unit(&ck, &unit);
	for (const struct node *n = unit.nodes; n; n = n->next) {
		if (n->kind == NODE_CLAUSE)
			node_dump(out, n);
	}
	print_symbols(out, ck.scope);
}

static const struct stage {
	const char *name;
	void (*run)(const struct input *in, struct str *out);
} stages[] = {
	{ "lex", lex },
	{ "parse", parse },
	{ "provider", provider },
	{ "strict", strict },
	{ "check", check },
};

static int run(const struct stage *stage, const char *path)
{
	static const struct diag_style style = { .program = "d", .show_tags = true };
	struct arena *arena = arena_new();
	auto_str struct str out = { 0 };
	struct input in = { .arena = arena, .types = type_table_new(arena, 64), .dg = diag_new() };

	in.src = source_read(arena, path, in.dg);
	if (in.src)
		stage->run(&in, &out);
	fputs(str_text(&out), stdout);
	diag_print(in.dg, stdout, &style);
	diag_free(in.dg);
	arena_free(arena);
	return in.src ? 0 : 1;
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 3 && i < sizeof(stages) / sizeof(stages[0]); i++) {
		if (!strcmp(stages[i].name, argv[1]))
			return run(&stages[i], argv[2]);
	}
	fputs("usage: stage NAME FILE\n", stderr);
	return 2;
}
