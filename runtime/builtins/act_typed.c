/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* print(): a value with its type, members by name. */
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/builtins/consumer.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/lang/type.h"
#include "runtime/output/jsonl.h"
#include "runtime/output/typed.h"

/* What a type is, copied for the consumer. */

static void describe(struct typed *out, const struct type *type);

/* A struct without a tag is just "struct". */
static char *spell(const struct type *type)
{
	static const char none[] = " (anonymous)";
	struct str text = { 0 };
	char *spelled, *at;

	type_print(&text, type, NULL);
	spelled = str_take(&text);
	at = strstr(spelled, none);
	if (at)
		memmove(at, at + sizeof(none) - 1, strlen(at + sizeof(none) - 1) + 1);
	return spelled;
}

static enum typed_kind kind_of(const struct type *t)
{
	if (t->kind == TYPE_INT)
		return t->is_char && !strcmp(t->name, "char") ? TYPED_CHAR : TYPED_INT;
	if (t->kind == TYPE_FLOAT)
		return t->size <= 8 ? TYPED_FLOAT : TYPED_OTHER;
	if (t->kind == TYPE_ENUM)
		return TYPED_ENUM;
	if (t->kind == TYPE_POINTER)
		return TYPED_POINTER;
	if (t->kind == TYPE_STRING)
		return TYPED_STRING;
	if (t->kind == TYPE_ARRAY)
		return TYPED_ARRAY;
	return type_is_sou(t) ? TYPED_STRUCT : TYPED_OTHER;
}

static void describe_member(struct typed *out, const struct type_member *m)
{
	describe(out, m->type);
	out->name = m->name ? xstrdup(m->name) : NULL;
	out->offset = m->offset;
	out->bit_offset = m->bit_offset;
	out->bit_size = m->bit_size;
	if (out->kind == TYPED_STRING)
		out->size = type_member_size(m);
}

/* Padding is left out. */
static void describe_members(struct typed *out, const struct type *t)
{
	out->parts = xcalloc(t->n_members + 1, sizeof(*out->parts));
	for (uint32_t i = 0; i < t->n_members; i++)
		if (t->members[i].name || type_is_sou(t->members[i].type))
			describe_member(&out->parts[out->n_parts++], &t->members[i]);
}

static void describe_enum(struct typed *out, const struct type *t)
{
	out->n_enumerators = t->n_enumerators;
	out->enumerators = xcalloc(t->n_enumerators + 1, sizeof(*out->enumerators));
	for (uint32_t i = 0; i < t->n_enumerators; i++) {
		out->enumerators[i].name = xstrdup(t->enumerators[i].name);
		out->enumerators[i].value = t->enumerators[i].value;
	}
}

static void describe(struct typed *out, const struct type *type)
{
	const struct type *t = type_resolve((struct type *)type);

	*out = (struct typed){
		.kind = kind_of(t),
		.type = spell(type),
		.size = t->size,
		.is_signed = type_is_signed(t),
		.n_elems = t->n_elems,
	};
	if (type_is_sou(t))
		describe_members(out, t);
	if (t->kind == TYPE_ENUM)
		describe_enum(out, t);
	if (t->kind != TYPE_ARRAY)
		return;
	out->n_parts = 1;
	out->parts = xcalloc(1, sizeof(*out->parts));
	describe(out->parts, t->ref);
}

/* The action */

static bool is_scratch_pointer(const struct node *n)
{
	const struct type *t = type_resolve(n->type);

	return t->kind == TYPE_POINTER && t->space == SPACE_SCRATCH && type_is_sou(t->ref);
}

/* What a translator made is of interest, not where it is. */
static struct node *show_target(struct check *ck, struct node *arg)
{
	struct type *target = type_resolve(arg->type)->ref;
	struct node *star;

	if (arg->kind == NODE_XLATE) {
		arg->type = target;
		return arg;
	}
	star = node_new(ck->arena, NODE_UNARY, &arg->loc);
	node_unary(star)->op = TOKEN_STAR;
	node_unary(star)->operand = arg;
	star->type = target;
	return star;
}

static int check_print(struct check *ck, struct node_call *call)
{
	enum type_kind kind = type_resolve(call->args->type)->kind;

	if (is_scratch_pointer(call->args))
		call->args = show_target(ck, call->args);
	if (kind != TYPE_STACK && kind != TYPE_SYM)
		return 0;
	return diag_error(ck->dg, &call->args->loc, D_PROTO_ARG,
			  "print( ) shows values; a stack or a symbol prints by itself");
}

static void free_typed(void *typed)
{
	typed_free(typed);
}

static int lower_print(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *arg = node_call(use)->args;
	struct act *act = lower_act(lo, use, node_call(use)->builtin);
	struct typed *typed = xcalloc(1, sizeof(*typed));

	(void)out;
	describe(typed, arg->type);
	if (typed->kind == TYPED_STRING)
		typed->size = lo->s->strsize;
	act->info = typed;
	act->free_info = free_typed;
	return lower_act_value(lo, arg, act);
}

/* An integer takes 8 bytes in the record, wherever its own are in them. */
static const char *data_of(const struct act *act, const void *data)
{
	const char *at = (const char *)data + act->fields[0].offset;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	if (act->fields[0].kind == FIELD_INT)
		at += 8 - act->fields[0].size;
#endif
	return at;
}

static int consume_print(struct consumer *c, const struct act *act, const void *data)
{
	typed_print(c->out, act->info, data_of(act, data));
	str_putc(c->out, '\n');
	return 0;
}

static int consume_print_json(struct consumer *c, const struct act *act, const void *data)
{
	typed_put(jsonl_add_object(c->output), act->info, data_of(act, data));
	return 0;
}

const struct builtin typed_builtins[] = {
	{ .name = "print",
	  .kind = BUILTIN_ACT,
	  .proto = "void (.)",
	  .flags = BUILTIN_RECORDS,
	  .check = check_print,
	  .lower = lower_print,
	  .consume = consume_print,
	  .consume_json = consume_print_json,
	  .doc = "Prints a value with its type: of a structure each member by name on a line of "
		 "its own, integers in hexadecimal, enumerators by name, and text where an array "
		 "of char has any. Of a pointer that a translator made, what it points to." },
	{ 0 },
};
