/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Types of a program as C. Its compiler has laid them out, by rules of its own language and by
 * attributes that nobody tells. So nothing is left to rules here: everything is packed, what lies
 * between members is a bit-field without a name, and the alignment of the whole is said:
 *
 *	struct point { char kind; unsigned long long : 56; long x; }
 *		__attribute__((packed, aligned(8)));
 *
 * Typedefs are replaced by what they stand for, but for those that are the only name of a struct.
 * What C has no name for (a class of a template) is written in place if it lies there by value, and
 * is void behind a pointer. */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/declarator.h"
#include "runtime/base/str.h"
#include "runtime/elf/debuginfo_impl.h"

/* Larger gaps are arrays, and an enumeration ends. */
#define MAX_TEXT (1u << 20)

static const char *word_of(Dwarf_Die *die)
{
	if (debuginfo_kind_of(die) == DEBUGINFO_ENUM)
		return "enum";
	return debuginfo_kind_of(die) == DEBUGINFO_UNION ? "union" : "struct";
}

static int compare_start(const void *a, const void *b)
{
	const struct debuginfo_member *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->bits < y->bits ? -1 : x->bits > y->bits;
}

/* Text of a type */

static void write_body(struct debuginfo_writer *w, Dwarf_Die *sou);

/* What the base of a declarator is: before the name, and what comes behind it. */
struct base {
	struct str text;
	struct str *decl;
	bool is_pointed;	/* its size does not matter */
};

static void write_bytes(struct base *base, uint64_t size)
{
	str_puts(&base->text, "unsigned char");
	if (size != 1)
		str_printf(base->decl, "[%llu]", (unsigned long long)size);
}

static const char *int_name(struct debuginfo_writer *w, Dwarf_Die *die, uint64_t size)
{
	static const char *const names[][2] = {
		[1] = { "unsigned char", "signed char" },
		[2] = { "unsigned short", "short" },
		[4] = { "unsigned int", "int" },
		[8] = { "unsigned long long", "long long" },
	};
	static const char *const longs[] = { "unsigned long", "long" };
	const char *name = debuginfo_name(w->di, die);
	uint64_t encoding = 0;
	bool is_signed;

	debuginfo_number(die, DW_AT_encoding, &encoding);
	is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	if (encoding == DW_ATE_boolean && size == 1)
		return "_Bool";
	if (name && !strcmp(name, "char"))
		return "char";
	if (size > 8 || !names[size][0])
		return NULL;
	return size == 8 && name && !strstr(name, "long long") ? longs[is_signed]
							       : names[size][is_signed];
}

static void write_base_type(struct debuginfo_writer *w, Dwarf_Die *die, struct base *base)
{
	uint64_t size = debuginfo_size_of(die), encoding = 0;
	const char *name = int_name(w, die, size);

	debuginfo_number(die, DW_AT_encoding, &encoding);
	if (encoding == DW_ATE_float && (size == 4 || size == 8))
		str_puts(&base->text, size == 4 ? "float" : "double");
	else if (name && encoding != DW_ATE_float && encoding != DW_ATE_complex_float)
		str_puts(&base->text, name);
	else
		write_bytes(base, size);
}

/* Is what has this name elsewhere as large? Then it is the same. */
static bool is_known(struct debuginfo_writer *w, Dwarf_Die *die, const char *name)
{
	Dwarf_Die found;

	return debuginfo_is_identifier(name) &&
	       debuginfo_find(w->di, debuginfo_kind_of(die), name, &found) &&
	       debuginfo_size_of(&found) == debuginfo_size_of(die);
}

static void write_enum(struct debuginfo_writer *w, Dwarf_Die *die, struct base *base)
{
	static const char *const names[] = { [1] = "char", [2] = "short", [4] = "int",
					     [8] = "long long" };
	const char *name = debuginfo_name(w->di, die);
	uint64_t size = debuginfo_size_of(die);

	if (size == 4 && is_known(w, die, name))
		str_printf(&base->text, "enum %s", name);
	else
		str_puts(&base->text, size <= 8 && names[size] ? names[size] : "int");
}

static void write_tag(struct debuginfo_writer *w, Dwarf_Die *die, const char *name,
		      struct base *base)
{
	bool is_typedef = dwarf_tag(die) == DW_TAG_typedef;
	bool has_name = base->is_pointed ? debuginfo_is_identifier(name) : is_known(w, die, name);
	struct debuginfo_writer inner = *w;
	Dwarf_Die sou = *die;

	if (has_name && is_typedef) {
		str_puts(&base->text, name);
	} else if (has_name) {
		str_printf(&base->text, "%s %s", word_of(die), name);
	} else if (base->is_pointed && !is_typedef && name) {
		str_puts(&base->text, "void");
	} else if (w->depth >= DEBUGINFO_MAX_DEPTH || *w->n_members > DEBUGINFO_MAX_MEMBERS ||
		   (is_typedef &&
		    !(debuginfo_type_of(die, &sou) && debuginfo_skip_qualifiers(&sou)))) {
		write_bytes(base, debuginfo_size_of(die));
	} else {
		inner.out = &base->text;
		inner.depth++;
		str_printf(&base->text, "%s ", word_of(&sou));
		write_body(&inner, &sou);
	}
}

/* The innermost type, behind pointers and the like. */
static void write_base(struct debuginfo_writer *w, Dwarf_Die *die, struct base *base)
{
	int tag = dwarf_tag(die);

	if (debuginfo_is_sou(die) || tag == DW_TAG_typedef)
		write_tag(w, die, debuginfo_name(w->di, die), base);
	else if (tag == DW_TAG_enumeration_type)
		write_enum(w, die, base);
	else if (tag == DW_TAG_base_type)
		write_base_type(w, die, base);
	else if (debuginfo_is_pointer(die))	/* of the other size than ours */
		str_puts(&base->text, "unsigned int");
	else if (base->is_pointed)
		str_puts(&base->text, "void");
	else
		write_bytes(base, debuginfo_size_of(die));
}

/* [2][3] stands in one entry. */
static void write_lengths(Dwarf_Die *array, struct str *decl)
{
	Dwarf_Die range;
	uint64_t n;

	if (dwarf_child(array, &range))
		return declarator_append(decl, "[]");
	do {
		auto_str struct str length = { 0 };

		if (dwarf_tag(&range) != DW_TAG_subrange_type)
			continue;
		if (!debuginfo_number(&range, DW_AT_count, &n))
			n = debuginfo_number(&range, DW_AT_upper_bound, &n) ? n + 1 : 0;
		str_printf(&length, "[%llu]", (unsigned long long)n);
		declarator_append(decl, n ? str_text(&length) : "[]");
	} while (!dwarf_siblingof(&range, &range));
}

enum peeled { PEELED, PEELED_VOID, PEELED_NONE };

/* One level of pointer, array or function. Parameters are left out: nothing is called from D. */
static enum peeled peel(struct debuginfo_writer *w, Dwarf_Die *die, struct base *base)
{
	int tag = dwarf_tag(die);

	if (debuginfo_is_pointer(die) && w->word_size == sizeof(void *))
		declarator_prepend(base->decl, "*");
	else if (tag == DW_TAG_subroutine_type)
		declarator_append(base->decl, "()");
	else if (tag == DW_TAG_array_type)
		write_lengths(die, base->decl);
	else
		return PEELED_NONE;
	base->is_pointed |= tag != DW_TAG_array_type;
	return debuginfo_type_of(die, die) && debuginfo_skip_names(w, die) ? PEELED : PEELED_VOID;
}

static void write_decl(struct debuginfo_writer *w, struct str *out, Dwarf_Die type,
		       const char *name)
{
	auto_str struct str decl = { 0 };
	struct base base = { .decl = &decl };
	enum peeled state = debuginfo_skip_names(w, &type) ? PEELED : PEELED_VOID;

	str_puts(&decl, name);
	for (int levels = 0; state == PEELED && levels < DEBUGINFO_MAX_DEPTH; levels++)
		state = peel(w, &type, &base);
	if (state == PEELED_VOID)
		str_puts(&base.text, "void");
	else
		write_base(w, &type, &base);
	str_printf(out, "%s%s%s", str_text(&base.text), decl.len ? " " : "", str_text(&decl));
	str_fini(&base.text);
}

/* Text of a body */

static void write_gap(struct str *out, uint64_t bits)
{
	if (bits > MAX_TEXT) {
		str_printf(out, "unsigned char __gap[%llu]; ", (unsigned long long)bits / 8);
		bits %= 8;
	}
	for (; bits > 64; bits -= 64)
		str_puts(out, "unsigned long long : 64; ");
	if (bits)
		str_printf(out, "unsigned long long : %u; ", (unsigned int)bits);
}

static void write_member(struct debuginfo_writer *w, const struct debuginfo_member *m)
{
	write_decl(w, w->out, m->type, m->name ? m->name : "");
	if (m->is_bit_field)
		str_printf(w->out, ": %u", (unsigned int)m->bits);
	str_puts(w->out, "; ");
}

/* Of a union all members begin at its start, so its size is that of a struct of its own. */
static void write_rest(struct str *out, bool is_union, uint64_t end, uint64_t size)
{
	if (end >= size)
		return;
	if (!is_union)
		return write_gap(out, size - end);
	str_puts(out, "struct { ");
	write_gap(out, size);
	str_puts(out, "} __attribute__((packed)); ");
}

/* What overlaps an earlier member (the next one may begin in the padding of a base class) is not
 * shown: it could only be told at a wrong place. */
static void write_members(struct debuginfo_writer *w, const struct debuginfo_members *members,
			  uint64_t size)
{
	uint64_t end = 0;

	vec_each(m, &members->all) {
		bool is_past = m->start + m->bits > size || (m->is_bit_field && m->bits > 64);

		if (is_past || (members->is_union ? m->start : m->start < end))
			continue;
		if (!members->is_union)
			write_gap(w->out, m->start - end);
		write_member(w, m);
		if (m->start + m->bits > end)
			end = m->start + m->bits;
	}
	write_rest(w->out, members->is_union, end, size);
}

static void write_body(struct debuginfo_writer *w, Dwarf_Die *sou)
{
	struct debuginfo_members members = {
		.is_union = debuginfo_kind_of(sou) == DEBUGINFO_UNION,
	};
	uint32_t align = debuginfo_align_of(w, sou);

	debuginfo_collect(w, sou, 0, &members);
	if (members.all.len && !members.is_union)
		qsort(members.all.data, members.all.len, sizeof(*members.all.data), compare_start);
	str_puts(w->out, "{ ");
	write_members(w, &members, debuginfo_size_of(sou) * 8);
	str_puts(w->out, "} __attribute__((packed");
	if (align > 1)
		str_printf(w->out, ", aligned(%u)", align);
	str_puts(w->out, "))");
	vec_fini(&members.all);
}

/* A small constant without a sign has a form without one. */
static long long value_of(Dwarf_Die *enumerator)
{
	Dwarf_Attribute attr;
	Dwarf_Sword value = 0;
	Dwarf_Word word = 0;

	if (!dwarf_attr(enumerator, DW_AT_const_value, &attr))
		return 0;
	if (attr.form == DW_FORM_sdata || attr.form == DW_FORM_implicit_const) {
		dwarf_formsdata(&attr, &value);
		return value;
	}
	dwarf_formudata(&attr, &word);
	return (long long)word;
}

static void write_enumerators(struct debuginfo_writer *w, Dwarf_Die *die)
{
	Dwarf_Die e;

	str_puts(w->out, "{ ");
	if (!dwarf_child(die, &e)) {
		do {
			const char *name = debuginfo_name(w->di, &e);

			if (dwarf_tag(&e) == DW_TAG_enumerator && debuginfo_is_identifier(name))
				str_printf(w->out, "%s = %lld, ", name, value_of(&e));
		} while (w->out->len < MAX_TEXT && !dwarf_siblingof(&e, &e));
	}
	str_puts(w->out, "}");
}

static struct debuginfo_writer make_writer(struct debuginfo *di, Dwarf_Die *die,
					   uint32_t *n_members, struct str *out)
{
	Dwarf_Die unit;
	uint8_t word_size = 0;

	dwarf_diecu(die, &unit, &word_size, NULL);
	return (struct debuginfo_writer){
		.di = di,
		.word_size = word_size,
		.n_members = n_members,
		.out = out,
	};
}

bool debuginfo_write_type(struct debuginfo *di, Dwarf_Die *die, struct str *out)
{
	uint32_t n_members = 0;
	struct debuginfo_writer w = make_writer(di, die, &n_members, out);
	const char *name = debuginfo_name(di, die);
	Dwarf_Die of = *die;

	if (dwarf_tag(die) == DW_TAG_typedef) {
		str_puts(out, "typedef ");
		if (debuginfo_is_naming(&w, die) && debuginfo_type_of(die, &of) &&
		    debuginfo_skip_qualifiers(&of)) {
			str_printf(out, "%s ", word_of(&of));
			write_body(&w, &of);
			str_printf(out, " %s", name);
		} else {
			write_decl(&w, out, *die, name);
		}
	} else {
		str_printf(out, "%s %s ", word_of(die), name);
		if (debuginfo_is_sou(die))
			write_body(&w, die);
		else
			write_enumerators(&w, die);
	}
	str_puts(out, ";\n");
	return n_members < DEBUGINFO_MAX_MEMBERS;
}

bool debuginfo_write_variable(struct debuginfo *di, Dwarf_Die *die, struct str *out)
{
	uint32_t n_members = 0;
	struct debuginfo_writer w = make_writer(di, die, &n_members, out);
	Dwarf_Die type;

	if (debuginfo_type_of(die, &type))
		write_decl(&w, out, type, "");
	else
		str_puts(out, "void");
	return n_members < DEBUGINFO_MAX_MEMBERS;
}

enum passing { PASSED_AS_INT, PASSED_AS_FLOAT, PASSED_OTHERWISE };

/* A structure is in registers, on the stack or behind a pointer, as a dozen rules say. */
static enum passing passing_of(Dwarf_Die *type)
{
	uint64_t encoding = 0;
	Dwarf_Die bare;

	if (dwarf_peel_type(type, &bare) || debuginfo_size_of(&bare) > 8 ||
	    debuginfo_is_sou(&bare) || dwarf_tag(&bare) == DW_TAG_array_type)
		return PASSED_OTHERWISE;
	if (dwarf_tag(&bare) != DW_TAG_base_type)
		return PASSED_AS_INT;
	debuginfo_number(&bare, DW_AT_encoding, &encoding);
	if (encoding == DW_ATE_complex_float)
		return PASSED_OTHERWISE;
	return encoding == DW_ATE_float ? PASSED_AS_FLOAT : PASSED_AS_INT;
}

bool debuginfo_write_params(struct debuginfo *di, Dwarf_Die *die, struct str *out)
{
	uint32_t n_members = 0;
	struct debuginfo_writer w = make_writer(di, die, &n_members, out);
	Dwarf_Die param, type;

	if (dwarf_child(die, &param))
		return false;
	do {
		enum passing passing;
		const char *name = debuginfo_name(di, &param);

		if (dwarf_tag(&param) != DW_TAG_formal_parameter)
			continue;
		passing = debuginfo_type_of(&param, &type) ? passing_of(&type) : PASSED_OTHERWISE;
		if (passing == PASSED_OTHERWISE)
			break;
		if (passing == PASSED_AS_FLOAT)
			continue;
		write_decl(&w, out, type, "");
		str_printf(out, "\t%s\n", debuginfo_is_identifier(name) ? name : "");
	} while (!dwarf_siblingof(&param, &param));
	return out->len && n_members < DEBUGINFO_MAX_MEMBERS;
}
