/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From an address to the functions that the compiler put into another one there. */
#include <dwarf.h>
#include <stdlib.h>

#include "runtime/elf/debuginfo.h"
#include "runtime/elf/debuginfo_impl.h"

/* Not every compiler writes an index of addresses; then each unit is asked. */
static bool find_unit(Dwarf *dwarf, uint64_t address, Dwarf_Die *out)
{
	Dwarf_CU *unit = NULL;

	if (dwarf_addrdie(dwarf, address, out))
		return true;
	while (!dwarf_get_units(dwarf, unit, &unit, NULL, NULL, out, NULL))
		if (dwarf_haspc(out, address) > 0)
			return true;
	return false;
}

static bool is_function(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_inlined_subroutine || tag == DW_TAG_subprogram;
}

static const char *name_of(struct debuginfo *di, Dwarf_Die *die)
{
	const char *linkage = debuginfo_string(di, die, DW_AT_linkage_name);

	return linkage ? linkage : debuginfo_name(di, die);
}

/* The scopes that the function really lies in, up to the one that has code of its own. */
static uint32_t list_inlined(struct debuginfo *di, Dwarf_Die *function, const char **names,
			     uint32_t max)
{
	Dwarf_Die *scopes;
	int n_scopes = dwarf_getscopes_die(function, &scopes);
	uint32_t n = 0;

	if (n_scopes <= 0)
		return 0;
	for (int i = 0; i < n_scopes && n < max; i++) {
		const char *name;

		if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
			break;
		if (dwarf_tag(&scopes[i]) != DW_TAG_inlined_subroutine)
			continue;
		name = name_of(di, &scopes[i]);
		if (name)
			names[n++] = name;
	}
	free(scopes);
	return n;
}

/* Scopes of an inlined function lead on to where it was defined; so only the first function
 * counts. */
uint32_t debuginfo_inlined(struct debuginfo *di, uint64_t address, const char **names, uint32_t max)
{
	Dwarf *dwarf = debuginfo_dwarf(di);
	Dwarf_Die unit, *scopes;
	uint32_t n = 0;
	int n_scopes;

	if (!dwarf || !find_unit(dwarf, address, &unit))
		return 0;
	n_scopes = dwarf_getscopes(&unit, address, &scopes);
	for (int i = 0; i < n_scopes; i++) {
		if (!is_function(&scopes[i]))
			continue;
		n = list_inlined(di, &scopes[i], names, max);
		break;
	}
	if (n_scopes > 0)
		free(scopes);
	return n;
}
