/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A type as C writes it. C's declarators read from the name outwards, so the text grows around the
 * name while the type is taken apart from the outside: for "array of 2 pointers to char" first
 * name[2], then *name[2], and last the base type is put before it. */
#include "runtime/lang/type.h"

#include <stdlib.h>

#include "runtime/base/str.h"

static void prepend(struct str *s, const char *text)
{
	char *old = str_take(s);

	str_puts(s, text);
	str_puts(s, old);
	free(old);
}

/* A suffix binds closer than a '*' to the left of the name. */
static void guard_star(struct str *decl)
{
	if (str_text(decl)[0] != '*')
		return;
	prepend(decl, "(");
	str_putc(decl, ')');
}

static void add_params(struct str *decl, const struct type *func)
{
	str_putc(decl, '(');
	for (uint32_t i = 0; i < func->n_params; i++) {
		if (i)
			str_puts(decl, ", ");
		type_print(decl, func->params[i].type, func->params[i].name);
	}
	if (func->is_varargs)
		str_puts(decl, func->n_params ? ", ..." : "...");
	else if (!func->n_params)
		str_puts(decl, "void");
	str_putc(decl, ')');
}

static void add_star(struct str *decl, const struct type *pointer)
{
	if (pointer->is_const)
		prepend(decl, decl->len ? "const " : "const");
	prepend(decl, "*");
}

static void add_length(struct str *decl, const struct type *array)
{
	if (array->n_elems)
		str_printf(decl, "[%u]", array->n_elems);
	else
		str_puts(decl, "[]");
}

/* Takes off one level of pointer, array or function; NULL: none is left. */
static const struct type *peel(struct str *decl, const struct type *type)
{
	if (type->kind == TYPE_POINTER) {
		add_star(decl, type);
		return type->ref;
	}
	if (type->kind == TYPE_ARRAY) {
		guard_star(decl);
		add_length(decl, type);
		return type->ref;
	}
	if (type->kind == TYPE_FUNC) {
		guard_star(decl);
		add_params(decl, type);
		return type->ref;
	}
	return NULL;
}

static void print_base(struct str *out, const struct type *type)
{
	if (type->is_const)
		str_puts(out, "const ");
	if (type->kind == TYPE_TYPEDEF && !type->name)
		type = type->ref;
	if (type->kind == TYPE_STRUCT)
		str_puts(out, "struct ");
	else if (type->kind == TYPE_UNION)
		str_puts(out, "union ");
	else if (type->kind == TYPE_ENUM)
		str_puts(out, "enum ");
	str_puts(out, type->name ? type->name : "(anonymous)");
}

void type_print(struct str *out, const struct type *type, const char *name)
{
	auto_str struct str decl = { 0 };
	const struct type *inner;

	if (name)
		str_puts(&decl, name);
	while ((inner = peel(&decl, type)))
		type = inner;
	print_base(out, type);
	if (decl.len)
		str_printf(out, " %s", str_text(&decl));
}
