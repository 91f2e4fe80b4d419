/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The kernel's types as C. Its compiler has laid them out, by rules that include attributes which
 * BTF does not keep. So nothing is left to rules here: everything is packed, and what lies between
 * members is a bit-field without a name.
 *
 *	struct page_pool_stats {
 *		unsigned int fast;
 *		unsigned long long : 32;
 *		struct ring ring;
 *	} __attribute__((packed));
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/declarator.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/kern/btf.h"
#include "runtime/kern/btf_impl.h"

/* More than any type of the kernel takes. A program's might go on for ever. */
enum { MAX_TEXT = 1 << 20 };

static bool is_too_long(const struct str *text)
{
	return text->len > MAX_TEXT;
}

/* "": it has no name that could be written. */
static const char *name_of(const struct kern_btf *kb, uint32_t offset)
{
	const char *name = kern_btf_name(kb, offset), *c = name;

	for (; isalnum((unsigned char)*c) || *c == '_'; c++)
		;
	return *c || isdigit((unsigned char)*name) ? "" : name;
}

static uint32_t kind_of(const struct btf_type *t)
{
	return t ? BTF_INFO_KIND(t->info) : BTF_KIND_UNKN;
}

static bool is_sou(const struct btf_type *t)
{
	return kind_of(t) == BTF_KIND_STRUCT || kind_of(t) == BTF_KIND_UNION;
}

static bool is_qualifier(const struct btf_type *t)
{
	uint32_t kind = kind_of(t);

	return kind == BTF_KIND_CONST || kind == BTF_KIND_VOLATILE || kind == BTF_KIND_RESTRICT ||
	       kind == BTF_KIND_TYPE_TAG;
}

static const struct btf_member *members_of(const struct btf_type *t)
{
	return (const struct btf_member *)(t + 1);
}

static const struct btf_array *array_of(const struct btf_type *t)
{
	return (const struct btf_array *)(t + 1);
}

static const struct btf_type *skip_qualifiers(struct kern_btf *kb, uint32_t id)
{
	const struct btf_type *t = kern_btf_type(kb, id);

	for (int depth = 0; is_qualifier(t) && depth < KERN_BTF_MAX_DEPTH; depth++)
		t = kern_btf_type(kb, t->type);
	return t;
}

/* The names of typedefs mean other things outside of the kernel, where dev_t has 8 bytes. So they
 * are left out, but for those without which a structure has no name. */
static bool is_needless(struct kern_btf *kb, const struct btf_type *t)
{
	const struct btf_type *of = kind_of(t) == BTF_KIND_TYPEDEF ? skip_qualifiers(kb, t->type)
								   : NULL;

	return kind_of(t) == BTF_KIND_TYPEDEF && !(is_sou(of) && !of->name_off);
}

static const struct btf_type *skip_names(struct kern_btf *kb, uint32_t id)
{
	const struct btf_type *t = skip_qualifiers(kb, id);

	for (int depth = 0; is_needless(kb, t) && depth < KERN_BTF_MAX_DEPTH; depth++)
		t = skip_qualifiers(kb, t->type);
	return t;
}

/* Text of a type */

static void write_sou(struct kern_btf *kb, struct str *out, const struct btf_type *t, int depth);

static const char *word_of(const struct btf_type *t)
{
	bool is_union = kind_of(t) == BTF_KIND_UNION ||
			(kind_of(t) == BTF_KIND_FWD && BTF_INFO_KFLAG(t->info));

	return is_union ? "union" : "struct";
}

/* By its size: the names of C's types are spelled in many ways. */
static const char *int_name(const struct kern_btf *kb, const struct btf_type *t)
{
	static const char *const names[][2] = {
		[1] = { "unsigned char", "signed char" },
		[2] = { "unsigned short", "short" },
		[4] = { "unsigned int", "int" },
		[8] = { "unsigned long long", "long long" },
	};
	bool is_signed = BTF_INT_ENCODING(*(const uint32_t *)(t + 1)) & BTF_INT_SIGNED;

	if (!strcmp(kern_btf_name(kb, t->name_off), "char"))
		return "char";
	if (!strcmp(kern_btf_name(kb, t->name_off), "_Bool"))
		return "_Bool";
	return t->size <= 8 && names[t->size][0] ? names[t->size][is_signed] : NULL;
}

/* An enum with a name of its own is declared; others are what they are stored in. */
static bool is_declared_enum(const struct btf_type *t)
{
	return kind_of(t) == BTF_KIND_ENUM && t->name_off && t->size == 4;
}

/* What stands before the declarator; what D has no word for is an array of bytes. */
static void write_base(struct kern_btf *kb, struct str *out, struct str *decl,
		       const struct btf_type *t, int depth)
{
	const char *name = t ? name_of(kb, t->name_off) : "";
	uint32_t kind = kind_of(t);

	if (kind == BTF_KIND_TYPEDEF) {
		str_puts(out, name);
	} else if (is_sou(t) && !*name) {
		write_sou(kb, out, t, depth + 1);
	} else if (is_sou(t) || kind == BTF_KIND_FWD) {
		str_printf(out, "%s %s", word_of(t), name);
	} else if (is_declared_enum(t)) {
		str_printf(out, "enum %s", name);
	} else if (kind == BTF_KIND_INT && int_name(kb, t)) {
		str_puts(out, int_name(kb, t));
	} else if (kind == BTF_KIND_FLOAT && t->size <= 8) {
		str_puts(out, t->size == 4 ? "float" : "double");
	} else if (kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64) {
		str_puts(out, t->size == 8 ? "long long" : t->size == 4 ? "int" :
			      t->size == 2 ? "short" : "char");
	} else if (kind == BTF_KIND_INT || kind == BTF_KIND_FLOAT) {
		str_puts(out, "unsigned char");
		str_printf(decl, "[%u]", t->size);
	} else {
		str_puts(out, "void");
	}
}

/* One level of pointer, array or function; false: none is left. Parameters are left out: nothing is
 * called from D. */
static bool peel(struct str *decl, const struct btf_type *t, uint32_t *id)
{
	auto_str struct str length = { 0 };

	*id = t ? t->type : 0;
	switch (kind_of(t)) {
	case BTF_KIND_PTR:
		declarator_prepend(decl, "*");
		return true;
	case BTF_KIND_FUNC_PROTO:
		declarator_append(decl, "()");
		return true;
	case BTF_KIND_ARRAY:
		str_printf(&length, "[%u]", array_of(t)->nelems);
		declarator_append(decl, array_of(t)->nelems ? str_text(&length) : "[]");
		*id = array_of(t)->type;
		return true;
	default:
		return false;
	}
}

static void write_decl(struct kern_btf *kb, struct str *out, uint32_t id, const char *name,
		       int depth)
{
	auto_str struct str decl = { 0 }, base = { 0 };
	const struct btf_type *t = skip_names(kb, id);

	str_puts(&decl, name);
	for (int levels = 0; levels < KERN_BTF_MAX_DEPTH && peel(&decl, t, &id); levels++)
		t = skip_names(kb, id);
	write_base(kb, &base, &decl, t, depth);
	str_printf(out, "%s%s%s", str_text(&base), decl.len ? " " : "", str_text(&decl));
}

/* Struct and union */

static uint64_t size_of(struct kern_btf *kb, uint32_t id)
{
	uint64_t n = 1;

	for (int depth = 0; depth < KERN_BTF_MAX_DEPTH; depth++) {
		const struct btf_type *t = skip_qualifiers(kb, id);

		if (kind_of(t) == BTF_KIND_ARRAY)
			n *= array_of(t)->nelems;
		else if (kind_of(t) == BTF_KIND_PTR)
			return n * sizeof(void *);
		else if (kind_of(t) != BTF_KIND_TYPEDEF)
			return t ? n * t->size : 0;
		id = kind_of(t) == BTF_KIND_ARRAY ? array_of(t)->type : t->type;
	}
	return 0;
}

static void write_gap(struct str *out, uint64_t bits)
{
	for (; bits > 64 && !is_too_long(out); bits -= 64)
		str_puts(out, "unsigned long long : 64; ");
	if (bits)
		str_printf(out, "unsigned long long : %u; ", (unsigned int)bits);
}

/* Of a union all members begin at its start, so its size is that of a struct of its own. */
static void write_rest(struct str *out, const struct btf_type *t, uint64_t end)
{
	uint64_t size = t->size * UINT64_C(8);

	if (end >= size)
		return;
	if (kind_of(t) == BTF_KIND_STRUCT)
		return write_gap(out, size - end);
	str_puts(out, "struct { ");
	write_gap(out, size);
	str_puts(out, "} __attribute__((packed)); ");
}

static void write_sou(struct kern_btf *kb, struct str *out, const struct btf_type *t, int depth)
{
	const struct btf_member *m = members_of(t);
	bool has_bits = BTF_INFO_KFLAG(t->info), is_union = kind_of(t) == BTF_KIND_UNION;
	uint32_t n = BTF_INFO_VLEN(t->info);
	uint64_t end = 0;

	str_printf(out, "%s %s { ", word_of(t), name_of(kb, t->name_off));
	if (depth == KERN_BTF_MAX_DEPTH)
		n = 0;
	for (uint32_t i = 0; i < n && !is_too_long(out); i++, m++) {
		uint32_t start = has_bits ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
		uint32_t width = has_bits ? BTF_MEMBER_BITFIELD_SIZE(m->offset) : 0;
		uint64_t bits = width ? width : size_of(kb, m->type) * 8;

		if (!is_union && start > end)
			write_gap(out, start - end);
		write_decl(kb, out, m->type, name_of(kb, m->name_off), depth);
		if (width)
			str_printf(out, ": %u", width);
		str_puts(out, "; ");
		if (start + bits > end)
			end = start + bits;
	}
	write_rest(out, t, end);
	str_puts(out, "} __attribute__((packed))");
}

/* Declarations, in the order of need */

static bool is_news(struct kern_btf *kb, uint32_t id)
{
	if (!kb->declared)
		kb->declared = map_new();
	if (map_find(kb->declared, &id, sizeof(id)))
		return false;
	map_set(kb->declared, &id, sizeof(id), kb);
	return true;
}

void kern_btf_forget(struct kern_btf *kb)
{
	map_free(kb->declared);
	kb->declared = NULL;
}

static void declare_enum(struct kern_btf *kb, const struct btf_type *t)
{
	const struct btf_enum *e = (const struct btf_enum *)(t + 1);

	str_printf(&kb->text, "enum %s { ", name_of(kb, t->name_off));
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++)
		str_printf(&kb->text, "%s = %d, ", name_of(kb, e[i].name_off), e[i].val);
	str_puts(&kb->text, "};\n");
}

static void need(struct kern_btf *kb, uint32_t id, bool by_value, int depth);

static void need_sou(struct kern_btf *kb, uint32_t id, const struct btf_type *t, bool by_value,
		     int depth)
{
	const struct btf_member *m = members_of(t);

	if ((t->name_off && !by_value) || !is_news(kb, id))
		return;
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info); i++, m++)
		need(kb, m->type, true, depth + 1);
	if (!t->name_off)
		return;
	write_sou(kb, &kb->text, t, 0);
	str_puts(&kb->text, ";\n");
}

static void need_typedef(struct kern_btf *kb, uint32_t id, const struct btf_type *t, bool by_value,
			 int depth)
{
	need(kb, t->type, by_value, depth + 1);
	if (!is_news(kb, id))
		return;
	str_puts(&kb->text, "typedef ");
	write_decl(kb, &kb->text, t->type, name_of(kb, t->name_off), 0);
	str_puts(&kb->text, ";\n");
}

/* Declares what must be known before the type can be named, by value with its size. */
static void need(struct kern_btf *kb, uint32_t id, bool by_value, int depth)
{
	const struct btf_type *t = kern_btf_type(kb, id);

	if (!t || depth > KERN_BTF_MAX_DEPTH)
		return;
	if (is_sou(t))
		need_sou(kb, id, t, by_value, depth);
	else if (kind_of(t) == BTF_KIND_TYPEDEF && !is_needless(kb, t))
		need_typedef(kb, id, t, by_value, depth);
	else if (kind_of(t) == BTF_KIND_ARRAY)
		need(kb, array_of(t)->type, by_value, depth + 1);
	else if (is_declared_enum(t) && is_news(kb, id))
		declare_enum(kb, t);
	else if (kind_of(t) == BTF_KIND_PTR || kind_of(t) == BTF_KIND_FUNC_PROTO)
		need(kb, t->type, false, depth + 1);
	else if (is_qualifier(t) || kind_of(t) == BTF_KIND_TYPEDEF)
		need(kb, t->type, by_value, depth + 1);
}

static bool is_asked_for(const struct kern_btf *kb, const struct btf_type *t, uint32_t kind,
			 const char *name)
{
	return kind_of(t) == kind && !strcmp(kern_btf_name(kb, t->name_off), name);
}

/* "struct x" -> x and its kind. */
static uint32_t split_name(const char **name)
{
	static const struct {
		const char *word;
		uint32_t kind;
	} words[] = {
		{ "struct ", BTF_KIND_STRUCT },
		{ "union ", BTF_KIND_UNION },
		{ "enum ", BTF_KIND_ENUM },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t len = strlen(words[i].word);

		if (strncmp(*name, words[i].word, len))
			continue;
		*name += len;
		return words[i].kind;
	}
	return BTF_KIND_TYPEDEF;
}

const char *kern_btf_declare(struct kern_btf *kb, const char *name)
{
	struct diag *untold = diag_new();
	const struct btf_type *t = NULL;
	uint32_t kind = split_name(&name);
	bool is_open = !kern_btf_read(kb, untold);
	uint32_t id = 1;

	diag_free(untold);
	while (is_open && (t = kern_btf_type(kb, id)) && !is_asked_for(kb, t, kind, name))
		id++;
	if (!t)
		return NULL;
	str_clear(&kb->text);
	if (kind == BTF_KIND_TYPEDEF)
		need_typedef(kb, id, t, true, 0);
	else
		need(kb, id, true, 0);
	return is_too_long(&kb->text) ? NULL : str_text(&kb->text);
}

static const struct btf_type *find_kind(struct kern_btf *kb, uint32_t kind, const char *name,
					uint32_t *id)
{
	const struct btf_type *t;

	for (*id = 1; (t = kern_btf_type(kb, *id)); ++*id)
		if (is_asked_for(kb, t, kind, name))
			break;
	return t;
}

/* Is it handed over in a register for integers? */
static bool is_word(struct kern_btf *kb, uint32_t id)
{
	const struct btf_type *t = skip_names(kb, id);
	uint32_t kind = kind_of(t);

	return kind == BTF_KIND_PTR || kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64 ||
	       (kind == BTF_KIND_INT && t->size <= 8);
}

const char *kern_btf_function(struct kern_btf *kb, const char *name)
{
	uint32_t id;
	const struct btf_type *function = find_kind(kb, BTF_KIND_FUNC, name, &id);
	const struct btf_type *t = function ? kern_btf_type(kb, function->type) : NULL;
	const struct btf_param *param;

	if (kind_of(t) != BTF_KIND_FUNC_PROTO)
		return NULL;
	param = (const struct btf_param *)(t + 1);
	str_clear(&kb->text);
	for (uint32_t i = 0; i < BTF_INFO_VLEN(t->info) && param[i].type; i++) {
		if (kind_of(skip_names(kb, param[i].type)) == BTF_KIND_FLOAT)
			continue;
		if (!is_word(kb, param[i].type))
			return NULL;
		write_decl(kb, &kb->text, param[i].type, "", 0);
		str_printf(&kb->text, "\t%s\n", name_of(kb, param[i].name_off));
	}
	return is_too_long(&kb->text) ? NULL : str_text(&kb->text);
}

/* In which of the sections that hold variables is it? */
static bool is_in_section(struct kern_btf *kb, const struct btf_type *section, uint32_t id)
{
	const struct btf_var_secinfo *v = (const struct btf_var_secinfo *)(section + 1);

	for (uint32_t i = 0; i < BTF_INFO_VLEN(section->info); i++)
		if (v[i].type == id)
			return !strcmp(kern_btf_name(kb, section->name_off), ".data..percpu");
	return false;
}

static bool is_per_cpu_variable(struct kern_btf *kb, uint32_t id)
{
	const struct btf_type *t;

	for (uint32_t i = id + 1; (t = kern_btf_type(kb, i)); i++)
		if (kind_of(t) == BTF_KIND_DATASEC && is_in_section(kb, t, id))
			return true;
	return false;
}

bool kern_btf_variable(struct kern_btf *kb, const char *name, const char **out, bool *is_per_cpu)
{
	struct diag *untold = diag_new();
	const struct btf_type *t = NULL;
	uint32_t id;

	if (!kern_btf_read(kb, untold))
		t = find_kind(kb, BTF_KIND_VAR, name, &id);
	diag_free(untold);
	if (!t)
		return false;
	str_clear(&kb->text);
	write_decl(kb, &kb->text, t->type, "", 0);
	*out = str_text(&kb->text);
	*is_per_cpu = is_per_cpu_variable(kb, id);
	return true;
}
