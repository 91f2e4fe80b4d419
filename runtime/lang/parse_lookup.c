/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Types that nobody has declared but somebody may know: the type table's source (the kernel's BTF,
 * a process's debug information) is asked by name and answers in C, which is parsed into the table.
 * What an answer mentions is asked for in turn, when it is needed. */
#include "runtime/lang/parser.h"

#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/names.h"
#include "runtime/lang/source.h"

/* How far one answer may lead to another: structs stand in each other by value, and each one is a
 * question. */
#define MAX_SOURCE_DEPTH 64

static void parse_answer(struct parser *p, const char *name, const char *text)
{
	static const struct parse_opts opts = { .mode = PARSE_PROVIDER };
	const char *title = arena_printf(p->arena, "<type %s>", name);
	const struct source *src = source_from_text(p->arena, title, text, strlen(text));
	struct diag *quiet = diag_new();
	struct node_list ignored = { 0 };
	struct parser sub;

	parser_init(&sub, p->arena, p->types, src, &opts, quiet);
	sub.source_depth = p->source_depth + 1;
	sub.asked = p->asked;
	parser_declarations(&sub, &ignored);
	diag_free(quiet);
}

/* Each name is asked for once in a text, and in what the answers lead to. */
static bool was_asked(struct parser *p, const char *name)
{
	if (!p->asked)
		p->asked = arena_make(p->arena, struct names);
	if (names_find(p->asked, name))
		return true;
	names_set(p->asked, p->arena, name, p);
	return false;
}

static bool ask(struct parser *p, const char *name)
{
	type_source_fn *fn;
	const char *text;
	void *ctx;

	fn = type_table_source(p->types, &ctx);
	if (!fn || p->source_depth == MAX_SOURCE_DEPTH || was_asked(p, name))
		return false;
	text = fn(ctx, name);
	if (text)
		parse_answer(p, name, text);
	return text;
}

struct type *parser_find_typedef(struct parser *p, const char *name)
{
	struct type *type = type_find_typedef(p->types, name);

	if (!type && ask(p, name))
		type = type_find_typedef(p->types, name);
	return type;
}

static const char *tag_word(enum type_kind kind)
{
	if (kind == TYPE_ENUM)
		return "enum";
	return kind == TYPE_UNION ? "union" : "struct";
}

/* The tag without a body that the type is, or is an array of; NULL: nothing is missing. */
static struct type *missing_tag(struct type *type)
{
	type = type_resolve(type);
	while (type->kind == TYPE_ARRAY)
		type = type_resolve(type->ref);
	if (!type_is_sou(type) && type->kind != TYPE_ENUM)
		return NULL;
	return type->is_complete || !type->name ? NULL : type;
}

void parser_complete(struct parser *p, struct type *type)
{
	const struct type *tag = missing_tag(type);

	if (tag)
		ask(p, arena_printf(p->arena, "%s %s", tag_word(tag->kind), tag->name));
}

/* A question from outside: of a parser without a text. */
void parse_complete_type(struct arena *arena, struct type_table *types, struct type *type)
{
	static const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	struct diag *quiet;
	struct parser p;

	if (!missing_tag(type))
		return;
	quiet = diag_new();
	parser_init(&p, arena, types, source_from_text(arena, "", "", 0), &opts, quiet);
	parser_complete(&p, type);
	diag_free(quiet);
}
