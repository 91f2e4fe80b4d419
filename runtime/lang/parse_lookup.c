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

static void parse_answer(struct parser *p, const char *name, const struct type_answer *answer)
{
	static const struct parse_opts opts = { .mode = PARSE_PROVIDER };
	const char *title = arena_printf(p->arena, "<type %s>", name);
	const struct source *src = source_from_text(p->arena, title, answer->text,
						    strlen(answer->text));
	struct diag *quiet = diag_new();
	struct node_list ignored = { 0 };
	struct parser sub;

	parser_init(&sub, p->arena, p->types, src, &opts, quiet);
	sub.module = answer->module;
	sub.space = answer->space;
	sub.source_depth = p->source_depth + 1;
	sub.asked = p->asked;
	parser_declarations(&sub, &ignored);
	diag_free(quiet);
}

/* Each name is asked for once in a text, and in what the answers lead to. */
static bool was_asked(struct parser *p, const char *module, const char *name)
{
	const char *key = module ? arena_printf(p->arena, "%s`%s", module, name) : name;

	if (!p->asked)
		p->asked = arena_make(p->arena, struct names);
	if (names_find(p->asked, key))
		return true;
	names_set(p->asked, p->arena, key, p);
	return false;
}

/* What the answer says is in the table afterwards, as the module's that it names. */
static bool ask(struct parser *p, const char *module, const char *name, struct type_answer *out)
{
	type_source_fn *fn;
	void *ctx;

	fn = type_table_source(p->types, &ctx);
	if (!fn || p->source_depth == MAX_SOURCE_DEPTH || was_asked(p, module, name) ||
	    !fn(ctx, module, name, out))
		return false;
	out->module = arena_strdup(p->arena, out->module);
	parse_answer(p, name, out);
	return true;
}

struct type *parser_find_typedef_in(struct parser *p, const char *module, const char *name)
{
	struct type *type = type_find_typedef_in(p->types, module, name);
	struct type_answer answer;

	if (type || !ask(p, module, name, &answer))
		return type;
	type = type_find_typedef_in(p->types, answer.module, name);
	if (type)
		type_add_typedef_in(p->types, module, name, type->ref);
	return type;
}

struct type *parser_known_typedef(const struct parser *p, const char *name)
{
	struct type *type = type_find_typedef_in(p->types, p->module, name);

	return type ? type : type_find_typedef(p->types, name);
}

/* A module's text may mean what D itself has a name for. */
struct type *parser_find_typedef(struct parser *p, const char *name)
{
	struct type *type = parser_known_typedef(p, name);

	return type ? type : parser_find_typedef_in(p, p->module, name);
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
	struct type *tag = missing_tag(type), *found;
	struct type_answer answer;
	const char *name;

	if (!tag)
		return;
	name = arena_printf(p->arena, "%s %s", tag_word(tag->kind), tag->name);
	if (!ask(p, tag->module, name, &answer))
		return;
	found = type_find_tag_in(p->types, tag->kind, answer.module, tag->name);
	if (found && found != tag && found->is_complete)
		type_adopt(tag, found);
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
