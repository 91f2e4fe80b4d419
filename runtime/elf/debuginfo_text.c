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
#include <ctype.h>
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/elf/debuginfo_impl.h"

/* Larger gaps are arrays, and an enumeration ends. */
#define MAX_TEXT (1u << 20)
/* How many members one answer looks at: structs that hold each other twice at each level would be
 * endless. One that has more is not told at all. */
#define MAX_MEMBERS 16384

struct writer {
	struct debuginfo *di;
	uint32_t word_size;	/* of the program's pointers */
	int depth;
	uint32_t *n_members;	/* looked at so far */
	struct str *out;
};

struct member {
	Dwarf_Die type;
	const char *name;	/* NULL: an anonymous struct or union */
	uint64_t start, bits;
	bool is_bit_field;
};

struct members {
	VEC(struct member) all;
	bool is_union;
};

/* Entries */

static bool type_of(Dwarf_Die *die, Dwarf_Die *out)
{
	Dwarf_Attribute attr;

	return dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr), out);
}

static bool number(Dwarf_Die *die, unsigned int name, uint64_t *out)
{
	Dwarf_Attribute attr;
	Dwarf_Word value;

	if (dwarf_formudata(dwarf_attr_integrate(die, name, &attr), &value))
		return false;
	*out = value;
	return true;
}

static bool is_sou(Dwarf_Die *die)
{
	return debuginfo_kind_of(die) <= DEBUGINFO_UNION;
}

static bool is_qualifier(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
	       tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type ||
	       tag == DW_TAG_immutable_type;
}

static bool is_pointer(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_pointer_type || tag == DW_TAG_reference_type ||
	       tag == DW_TAG_rvalue_reference_type;
}

/* Behind qualifiers; a declaration of what stands in a unit of its own is replaced by that. False:
 * it is void. */
static bool skip_qualifiers(Dwarf_Die *die)
{
	Dwarf_Attribute attr;

	for (int depth = 0; is_qualifier(die) && depth < DEBUGINFO_MAX_DEPTH; depth++)
		if (!type_of(die, die))
			return false;
	if (dwarf_attr(die, DW_AT_signature, &attr))
		dwarf_formref_die(&attr, die);
	return !is_qualifier(die);
}

/* A typedef that is all the name that a struct has. */
static bool is_naming(struct writer *w, Dwarf_Die *die)
{
	Dwarf_Die of;

	return dwarf_tag(die) == DW_TAG_typedef && type_of(die, &of) && skip_qualifiers(&of) &&
	       is_sou(&of) && !debuginfo_name(w->di, &of);
}

static bool skip_names(struct writer *w, Dwarf_Die *die)
{
	bool is_type = skip_qualifiers(die);

	for (int depth = 0; is_type && dwarf_tag(die) == DW_TAG_typedef && !is_naming(w, die);
	     depth++)
		is_type = depth < DEBUGINFO_MAX_DEPTH && type_of(die, die) && skip_qualifiers(die);
	return is_type;
}

static bool is_identifier(const char *name)
{
	if (!name || isdigit((unsigned char)*name))
		return false;
	for (; isalnum((unsigned char)*name) || *name == '_'; name++)
		;
	return !*name;
}

static uint64_t size_of(Dwarf_Die *die)
{
	Dwarf_Word size;

	return dwarf_aggregate_size(die, &size) ? 0 : size;
}

static const char *word_of(Dwarf_Die *die)
{
	if (debuginfo_kind_of(die) == DEBUGINFO_ENUM)
		return "enum";
	return debuginfo_kind_of(die) == DEBUGINFO_UNION ? "union" : "struct";
}

/* Alignment: what the members ask for. A struct that does not keep to it is packed. */

static uint32_t align_of(struct writer *w, Dwarf_Die *die);

static void collect(struct writer *w, Dwarf_Die *sou, uint64_t base, struct members *out);

static uint32_t align_of_members(struct writer *w, Dwarf_Die *die)
{
	struct members members = { 0 };
	uint32_t align = 1;

	collect(w, die, 0, &members);
	vec_each(m, &members.all) {
		uint32_t wanted = align_of(w, &m->type);

		if (!m->is_bit_field && m->start % (wanted * 8) == 0 && wanted > align)
			align = wanted;
	}
	vec_fini(&members.all);
	while (align > 1 && size_of(die) % align)
		align /= 2;
	return align;
}

static uint32_t align_of_scalar(struct writer *w, Dwarf_Die *die)
{
	uint64_t size = size_of(die), max = w->word_size * 2;

	return size && size <= max && !(size & (size - 1)) ? (uint32_t)size : 1;
}

static uint32_t align_of(struct writer *w, Dwarf_Die *die)
{
	Dwarf_Die of = *die;
	uint64_t said;
	uint32_t align = 1;

	if (!skip_qualifiers(&of) || ++w->depth > DEBUGINFO_MAX_DEPTH)
		align = 1;
	else if (number(&of, DW_AT_alignment, &said) && said && said <= 4096)
		align = (uint32_t)said;
	else if (is_sou(&of))
		align = align_of_members(w, &of);
	else if (dwarf_tag(&of) != DW_TAG_array_type && dwarf_tag(&of) != DW_TAG_typedef)
		align = align_of_scalar(w, &of);
	else if (type_of(&of, &of))
		align = align_of(w, &of);
	w->depth--;
	return align;
}

/* Members */

/* Version 3 counts from the other end of the unit that the bit-field is stored in. */
static uint64_t start_of(Dwarf_Die *die, const struct member *m)
{
	uint64_t start = 0, bit, size = 0;

	if (number(die, DW_AT_data_bit_offset, &start))
		return start;
	number(die, DW_AT_data_member_location, &start);
	start *= 8;
	if (!m->is_bit_field || !number(die, DW_AT_bit_offset, &bit))
		return start;
	if (!number(die, DW_AT_byte_size, &size))
		size = size_of((Dwarf_Die *)&m->type);
	return start + size * 8 - bit - m->bits;
}

static void collect_member(struct writer *w, Dwarf_Die *die, uint64_t base, struct members *out)
{
	struct member m = { .name = debuginfo_name(w->di, die) };

	if (dwarf_hasattr(die, DW_AT_declaration) || dwarf_hasattr(die, DW_AT_external) ||
	    !type_of(die, &m.type) || !skip_qualifiers(&m.type))
		return;
	m.is_bit_field = number(die, DW_AT_bit_size, &m.bits);
	if (!m.is_bit_field)
		m.bits = size_of(&m.type) * 8;
	m.start = base + start_of(die, &m);
	if (dwarf_tag(die) == DW_TAG_inheritance)
		collect(w, &m.type, m.start, out);
	else if (m.name ? is_identifier(m.name) : is_sou(&m.type))
		vec_push(&out->all, m);
}

/* Those of a base class are its heir's. */
static void collect(struct writer *w, Dwarf_Die *sou, uint64_t base, struct members *out)
{
	Dwarf_Die die;

	if (w->depth > DEBUGINFO_MAX_DEPTH || dwarf_child(sou, &die))
		return;
	w->depth++;
	do {
		int tag = dwarf_tag(&die);

		if (tag == DW_TAG_member || tag == DW_TAG_inheritance)
			collect_member(w, &die, base, out);
	} while (++*w->n_members < MAX_MEMBERS && !dwarf_siblingof(&die, &die));
	w->depth--;
}

static int compare_start(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->bits < y->bits ? -1 : x->bits > y->bits;
}

/* Text of a type */

static void write_body(struct writer *w, Dwarf_Die *sou);

/* What the base of a declarator is: before the name, and what comes behind it. */
struct base {
	struct str text;
	struct str *decl;
	bool is_pointed;	/* its size does not matter */
};

static void prepend(struct str *decl, const char *text)
{
	char *rest = str_take(decl);

	str_printf(decl, "%s%s", text, rest);
	free(rest);
}

static void append(struct str *decl, const char *text)
{
	if (*str_text(decl) == '*') {
		prepend(decl, "(");
		str_puts(decl, ")");
	}
	str_puts(decl, text);
}

static void write_bytes(struct base *base, uint64_t size)
{
	str_puts(&base->text, "unsigned char");
	if (size != 1)
		str_printf(base->decl, "[%llu]", (unsigned long long)size);
}

static const char *int_name(struct writer *w, Dwarf_Die *die, uint64_t size)
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

	number(die, DW_AT_encoding, &encoding);
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

static void write_base_type(struct writer *w, Dwarf_Die *die, struct base *base)
{
	uint64_t size = size_of(die), encoding = 0;
	const char *name = int_name(w, die, size);

	number(die, DW_AT_encoding, &encoding);
	if (encoding == DW_ATE_float && (size == 4 || size == 8))
		str_puts(&base->text, size == 4 ? "float" : "double");
	else if (name && encoding != DW_ATE_float && encoding != DW_ATE_complex_float)
		str_puts(&base->text, name);
	else
		write_bytes(base, size);
}

/* Is what has this name elsewhere as large? Then it is the same. */
static bool is_known(struct writer *w, Dwarf_Die *die, const char *name)
{
	Dwarf_Die found;

	return is_identifier(name) && debuginfo_find(w->di, debuginfo_kind_of(die), name, &found) &&
	       size_of(&found) == size_of(die);
}

static void write_enum(struct writer *w, Dwarf_Die *die, struct base *base)
{
	static const char *const names[] = { [1] = "char", [2] = "short", [4] = "int",
					     [8] = "long long" };
	const char *name = debuginfo_name(w->di, die);
	uint64_t size = size_of(die);

	if (size == 4 && is_known(w, die, name))
		str_printf(&base->text, "enum %s", name);
	else
		str_puts(&base->text, size <= 8 && names[size] ? names[size] : "int");
}

static void write_tag(struct writer *w, Dwarf_Die *die, const char *name, struct base *base)
{
	bool is_typedef = dwarf_tag(die) == DW_TAG_typedef;
	bool has_name = base->is_pointed ? is_identifier(name) : is_known(w, die, name);
	struct writer inner = *w;
	Dwarf_Die sou = *die;

	if (has_name && is_typedef) {
		str_puts(&base->text, name);
	} else if (has_name) {
		str_printf(&base->text, "%s %s", word_of(die), name);
	} else if (base->is_pointed && !is_typedef && name) {
		str_puts(&base->text, "void");
	} else if (w->depth >= DEBUGINFO_MAX_DEPTH || *w->n_members > MAX_MEMBERS ||
		   (is_typedef && !(type_of(die, &sou) && skip_qualifiers(&sou)))) {
		write_bytes(base, size_of(die));
	} else {
		inner.out = &base->text;
		inner.depth++;
		str_printf(&base->text, "%s ", word_of(&sou));
		write_body(&inner, &sou);
	}
}

/* The innermost type, behind pointers and the like. */
static void write_base(struct writer *w, Dwarf_Die *die, struct base *base)
{
	int tag = dwarf_tag(die);

	if (is_sou(die) || tag == DW_TAG_typedef)
		write_tag(w, die, debuginfo_name(w->di, die), base);
	else if (tag == DW_TAG_enumeration_type)
		write_enum(w, die, base);
	else if (tag == DW_TAG_base_type)
		write_base_type(w, die, base);
	else if (is_pointer(die))	/* of the other size than ours */
		str_puts(&base->text, "unsigned int");
	else if (base->is_pointed)
		str_puts(&base->text, "void");
	else
		write_bytes(base, size_of(die));
}

/* [2][3] stands in one entry. */
static void write_lengths(Dwarf_Die *array, struct str *decl)
{
	Dwarf_Die range;
	uint64_t n;

	if (dwarf_child(array, &range))
		return append(decl, "[]");
	do {
		auto_str struct str length = { 0 };

		if (dwarf_tag(&range) != DW_TAG_subrange_type)
			continue;
		if (!number(&range, DW_AT_count, &n))
			n = number(&range, DW_AT_upper_bound, &n) ? n + 1 : 0;
		str_printf(&length, "[%llu]", (unsigned long long)n);
		append(decl, n ? str_text(&length) : "[]");
	} while (!dwarf_siblingof(&range, &range));
}

enum peeled { PEELED, PEELED_VOID, PEELED_NONE };

/* One level of pointer, array or function. Parameters are left out: nothing is called from D. */
static enum peeled peel(struct writer *w, Dwarf_Die *die, struct base *base)
{
	int tag = dwarf_tag(die);

	if (is_pointer(die) && w->word_size == sizeof(void *))
		prepend(base->decl, "*");
	else if (tag == DW_TAG_subroutine_type)
		append(base->decl, "()");
	else if (tag == DW_TAG_array_type)
		write_lengths(die, base->decl);
	else
		return PEELED_NONE;
	base->is_pointed |= tag != DW_TAG_array_type;
	return type_of(die, die) && skip_names(w, die) ? PEELED : PEELED_VOID;
}

static void write_decl(struct writer *w, struct str *out, Dwarf_Die type, const char *name)
{
	auto_str struct str decl = { 0 };
	struct base base = { .decl = &decl };
	enum peeled state = skip_names(w, &type) ? PEELED : PEELED_VOID;

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

static void write_member(struct writer *w, const struct member *m)
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
static void write_members(struct writer *w, const struct members *members, uint64_t size)
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

static void write_body(struct writer *w, Dwarf_Die *sou)
{
	struct members members = { .is_union = debuginfo_kind_of(sou) == DEBUGINFO_UNION };
	uint32_t align = align_of(w, sou);

	collect(w, sou, 0, &members);
	if (members.all.len && !members.is_union)
		qsort(members.all.data, members.all.len, sizeof(*members.all.data), compare_start);
	str_puts(w->out, "{ ");
	write_members(w, &members, size_of(sou) * 8);
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

static void write_enumerators(struct writer *w, Dwarf_Die *die)
{
	Dwarf_Die e;

	str_puts(w->out, "{ ");
	if (!dwarf_child(die, &e)) {
		do {
			const char *name = debuginfo_name(w->di, &e);

			if (dwarf_tag(&e) == DW_TAG_enumerator && is_identifier(name))
				str_printf(w->out, "%s = %lld, ", name, value_of(&e));
		} while (w->out->len < MAX_TEXT && !dwarf_siblingof(&e, &e));
	}
	str_puts(w->out, "}");
}

static struct writer make_writer(struct debuginfo *di, Dwarf_Die *die, uint32_t *n_members,
				 struct str *out)
{
	Dwarf_Die unit;
	uint8_t word_size = 0;

	dwarf_diecu(die, &unit, &word_size, NULL);
	return (struct writer){
		.di = di,
		.word_size = word_size,
		.n_members = n_members,
		.out = out,
	};
}

bool debuginfo_write_type(struct debuginfo *di, Dwarf_Die *die, struct str *out)
{
	uint32_t n_members = 0;
	struct writer w = make_writer(di, die, &n_members, out);
	const char *name = debuginfo_name(di, die);
	Dwarf_Die of = *die;

	if (dwarf_tag(die) == DW_TAG_typedef) {
		str_puts(out, "typedef ");
		if (is_naming(&w, die) && type_of(die, &of) && skip_qualifiers(&of)) {
			str_printf(out, "%s ", word_of(&of));
			write_body(&w, &of);
			str_printf(out, " %s", name);
		} else {
			write_decl(&w, out, *die, name);
		}
	} else {
		str_printf(out, "%s %s ", word_of(die), name);
		if (is_sou(die))
			write_body(&w, die);
		else
			write_enumerators(&w, die);
	}
	str_puts(out, ";\n");
	return n_members < MAX_MEMBERS;
}

bool debuginfo_write_variable(struct debuginfo *di, Dwarf_Die *die, struct str *out)
{
	uint32_t n_members = 0;
	struct writer w = make_writer(di, die, &n_members, out);
	Dwarf_Die type;

	if (type_of(die, &type))
		write_decl(&w, out, type, "");
	else
		str_puts(out, "void");
	return n_members < MAX_MEMBERS;
}
