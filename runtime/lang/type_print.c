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

static const char *word_of(const struct type *type)
{
	if (type->kind == TYPE_STRUCT)
		return "struct ";
	if (type->kind == TYPE_UNION)
		return "union ";
	return type->kind == TYPE_ENUM ? "enum " : "";
}

static bool has_body(const struct type *type)
{
	return *word_of(type) && type->is_complete;
}

static void print_base(struct str *out, const struct type *type, bool is_whole)
{
	if (type->is_const)
		str_puts(out, "const ");
	if (type->kind == TYPE_TYPEDEF && !type->name)
		type = type->ref;
	if (is_whole && !type->name && type->alias)
		return str_puts(out, type->alias->name);
	if (is_whole && !type->name && has_body(type))
		return type_print_body(out, type);
	str_puts(out, word_of(type));
	str_puts(out, type->name ? type->name : "(anonymous)");
}

static void print(struct str *out, const struct type *type, const char *name, bool is_whole)
{
	auto_str struct str decl = { 0 };
	const struct type *inner;

	if (name)
		str_puts(&decl, name);
	while ((inner = peel(&decl, type)))
		type = inner;
	print_base(out, type, is_whole);
	if (decl.len)
		str_printf(out, " %s", str_text(&decl));
}

void type_print(struct str *out, const struct type *type, const char *name)
{
	print(out, type, name, false);
}

void type_print_whole(struct str *out, const struct type *type, const char *name)
{
	print(out, type, name, true);
}

static bool is_bit_field(const struct type_member *m)
{
	return m->bit_size || (!m->name && !type_is_sou(m->type));
}

static void print_members(struct str *out, const struct type *sou)
{
	for (uint32_t i = 0; i < sou->n_members; i++) {
		const struct type_member *m = &sou->members[i];

		type_print_whole(out, m->type, m->name);
		if (is_bit_field(m))
			str_printf(out, ": %u", m->bit_size);
		str_puts(out, "; ");
	}
}

static void print_enumerators(struct str *out, const struct type *type)
{
	for (uint32_t i = 0; i < type->n_enumerators; i++)
		str_printf(out, "%s = %lld%s", type->enumerators[i].name,
			   (long long)type->enumerators[i].value,
			   i + 1 < type->n_enumerators ? ",\n" : " ");
}

static void print_attributes(struct str *out, const struct type *sou)
{
	uint32_t natural;
	bool is_packed = type_is_packed(sou, &natural);

	if (is_packed && sou->align > natural)
		str_printf(out, " __attribute__((packed, aligned(%u)))", sou->align);
	else if (is_packed)
		str_puts(out, " __attribute__((packed))");
	else if (sou->align > natural)
		str_printf(out, " __attribute__((aligned(%u)))", sou->align);
}

void type_print_body(struct str *out, const struct type *type)
{
	str_puts(out, word_of(type));
	str_printf(out, "%s%s{ ", type->name ? type->name : "", type->name ? " " : "");
	if (type->kind == TYPE_ENUM)
		print_enumerators(out, type);
	else
		print_members(out, type);
	str_putc(out, '}');
	if (type_is_sou(type))
		print_attributes(out, type);
}
