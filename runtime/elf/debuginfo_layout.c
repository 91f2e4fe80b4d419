/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What DWARF says of a type: what it is behind its names, how large, and where its members lie. */
#include <ctype.h>
#include <dwarf.h>

#include "runtime/elf/debuginfo_impl.h"

/* Entries */

bool debuginfo_type_of(Dwarf_Die *die, Dwarf_Die *out)
{
	Dwarf_Attribute attr;

	return dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr), out);
}

bool debuginfo_number(Dwarf_Die *die, unsigned int name, uint64_t *out)
{
	Dwarf_Attribute attr;
	Dwarf_Word value;

	if (dwarf_formudata(dwarf_attr_integrate(die, name, &attr), &value))
		return false;
	*out = value;
	return true;
}

bool debuginfo_is_sou(Dwarf_Die *die)
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

bool debuginfo_is_pointer(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_pointer_type || tag == DW_TAG_reference_type ||
	       tag == DW_TAG_rvalue_reference_type;
}

/* Behind qualifiers; a declaration of what stands in a unit of its own is replaced by that. False:
 * it is void. */
bool debuginfo_skip_qualifiers(Dwarf_Die *die)
{
	Dwarf_Attribute attr;

	for (int depth = 0; is_qualifier(die) && depth < DEBUGINFO_MAX_DEPTH; depth++)
		if (!debuginfo_type_of(die, die))
			return false;
	if (dwarf_attr(die, DW_AT_signature, &attr))
		dwarf_formref_die(&attr, die);
	return !is_qualifier(die);
}

/* A typedef that is all the name that a struct has. */
bool debuginfo_is_naming(struct debuginfo_writer *w, Dwarf_Die *die)
{
	Dwarf_Die of;

	return dwarf_tag(die) == DW_TAG_typedef && debuginfo_type_of(die, &of) &&
	       debuginfo_skip_qualifiers(&of) && debuginfo_is_sou(&of) &&
	       !debuginfo_name(w->di, &of);
}

bool debuginfo_skip_names(struct debuginfo_writer *w, Dwarf_Die *die)
{
	bool is_type = debuginfo_skip_qualifiers(die);

	for (int depth = 0; is_type && dwarf_tag(die) == DW_TAG_typedef; depth++) {
		if (debuginfo_is_naming(w, die))
			break;
		is_type = depth < DEBUGINFO_MAX_DEPTH && debuginfo_type_of(die, die) &&
			  debuginfo_skip_qualifiers(die);
	}
	return is_type;
}

bool debuginfo_is_identifier(const char *name)
{
	if (!name || isdigit((unsigned char)*name))
		return false;
	for (; isalnum((unsigned char)*name) || *name == '_'; name++)
		;
	return !*name;
}

uint64_t debuginfo_size_of(Dwarf_Die *die)
{
	Dwarf_Word size;

	return dwarf_aggregate_size(die, &size) ? 0 : size;
}

/* Alignment: what the members ask for. A struct that does not keep to it is packed. */

static uint32_t align_of_members(struct debuginfo_writer *w, Dwarf_Die *die)
{
	struct debuginfo_members members = { 0 };
	uint32_t align = 1;

	debuginfo_collect(w, die, 0, &members);
	vec_each(m, &members.all) {
		uint32_t wanted = debuginfo_align_of(w, &m->type);

		if (!m->is_bit_field && m->start % (wanted * 8) == 0 && wanted > align)
			align = wanted;
	}
	vec_fini(&members.all);
	while (align > 1 && debuginfo_size_of(die) % align)
		align /= 2;
	return align;
}

static uint32_t align_of_scalar(struct debuginfo_writer *w, Dwarf_Die *die)
{
	uint64_t size = debuginfo_size_of(die), max = w->word_size * 2;

	return size && size <= max && !(size & (size - 1)) ? (uint32_t)size : 1;
}

uint32_t debuginfo_align_of(struct debuginfo_writer *w, Dwarf_Die *die)
{
	Dwarf_Die of = *die;
	uint64_t said;
	uint32_t align = 1;

	if (!debuginfo_skip_qualifiers(&of) || ++w->depth > DEBUGINFO_MAX_DEPTH)
		align = 1;
	else if (debuginfo_number(&of, DW_AT_alignment, &said) && said && said <= 4096)
		align = (uint32_t)said;
	else if (debuginfo_is_sou(&of))
		align = align_of_members(w, &of);
	else if (dwarf_tag(&of) != DW_TAG_array_type && dwarf_tag(&of) != DW_TAG_typedef)
		align = align_of_scalar(w, &of);
	else if (debuginfo_type_of(&of, &of))
		align = debuginfo_align_of(w, &of);
	w->depth--;
	return align;
}

/* Members */

/* Version 3 counts from the other end of the unit that the bit-field is stored in. */
static uint64_t start_of(Dwarf_Die *die, const struct debuginfo_member *m)
{
	uint64_t start = 0, bit, size = 0;

	if (debuginfo_number(die, DW_AT_data_bit_offset, &start))
		return start;
	debuginfo_number(die, DW_AT_data_member_location, &start);
	start *= 8;
	if (!m->is_bit_field || !debuginfo_number(die, DW_AT_bit_offset, &bit))
		return start;
	if (!debuginfo_number(die, DW_AT_byte_size, &size))
		size = debuginfo_size_of((Dwarf_Die *)&m->type);
	return start + size * 8 - bit - m->bits;
}

static void collect_member(struct debuginfo_writer *w, Dwarf_Die *die, uint64_t base,
			   struct debuginfo_members *out)
{
	struct debuginfo_member m = { .name = debuginfo_name(w->di, die) };

	if (dwarf_hasattr(die, DW_AT_declaration) || dwarf_hasattr(die, DW_AT_external) ||
	    !debuginfo_type_of(die, &m.type) || !debuginfo_skip_qualifiers(&m.type))
		return;
	m.is_bit_field = debuginfo_number(die, DW_AT_bit_size, &m.bits);
	if (!m.is_bit_field)
		m.bits = debuginfo_size_of(&m.type) * 8;
	m.start = base + start_of(die, &m);
	if (dwarf_tag(die) == DW_TAG_inheritance)
		debuginfo_collect(w, &m.type, m.start, out);
	else if (m.name ? debuginfo_is_identifier(m.name) : debuginfo_is_sou(&m.type))
		vec_push(&out->all, m);
}

/* Those of a base class are its heir's. */
void debuginfo_collect(struct debuginfo_writer *w, Dwarf_Die *sou, uint64_t base,
		       struct debuginfo_members *out)
{
	Dwarf_Die die;

	if (w->depth > DEBUGINFO_MAX_DEPTH || dwarf_child(sou, &die))
		return;
	w->depth++;
	do {
		int tag = dwarf_tag(&die);

		if (tag == DW_TAG_member || tag == DW_TAG_inheritance)
			collect_member(w, &die, base, out);
	} while (++*w->n_members < DEBUGINFO_MAX_MEMBERS && !dwarf_siblingof(&die, &die));
	w->depth--;
}
