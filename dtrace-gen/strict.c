/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/strict.h"

#include <errno.h>
#include <string.h>

#include "runtime/base/diag.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/type.h"

static bool is_void_pointer(struct type *type)
{
	type = type_resolve(type);
	return type->kind == TYPE_POINTER && type_resolve(type->ref)->kind == TYPE_VOID;
}

static bool becomes(struct type *from, struct type *to)
{
	return type_equal(from, to) || (type_is_int(from) && type_is_int(to)) ||
	       (type_is_stringlike(from) && type_is_stringlike(to)) ||
	       (type_is_pointer(from) && is_void_pointer(to)) ||
	       (is_void_pointer(from) && type_is_pointer(to));
}

/* A translator to a struct makes pointers to it, too. */
static bool translates(const struct node_translator *translator, struct type *from,
		       struct type *to)
{
	struct type *bare = type_resolve(to);

	return type_equal(translator->in, from) &&
	       (type_equal(translator->out, to) ||
		(bare->kind == TYPE_POINTER && type_equal(translator->out, bare->ref)));
}

static bool has_translator(const struct unit *unit, struct type *from, struct type *to)
{
	for (const struct node *node = unit->nodes; node; node = node->next)
		if (node->kind == NODE_TRANSLATOR && translates(node_translator(node), from, to))
			return true;
	return false;
}

static const struct type_param *native_of(const struct probe_decl *probe, const char *name)
{
	for (uint32_t i = 0; i < probe->n_args; i++)
		if (probe->args[i].name && !strcmp(probe->args[i].name, name))
			return &probe->args[i];
	return NULL;
}

static int check_probe(const struct unit *unit, const char *provider,
		       const struct probe_decl *probe, struct diag *dg)
{
	int result = 0;

	for (uint32_t i = 0; i < probe->n_mapped && probe->has_mapping; i++) {
		const struct type_param *to = &probe->mapped[i];
		const struct type_param *from = native_of(probe, to->name);

		if (!from || becomes(from->type, to->type) ||
		    has_translator(unit, from->type, to->type))
			continue;
		result = diag_error(dg, &to->loc, D_PROV_PRXLATOR,
				    "translator for %s:::%s output argument #%u from %s to %s is "
				    "not defined", provider, probe->name, i + 1, from->text,
				    to->text);
	}
	return result;
}

int strict_check(const struct unit *unit, const char *path, struct diag *dg)
{
	int result = 0;

	if (!unit->nodes)
		return diag_error(dg, NULL, D_EMPTY, "empty D program translation unit: %s", path);
	for (const struct node *node = unit->nodes; node; node = node->next) {
		if (node->kind != NODE_PROVIDER)
			continue;
		for (const struct probe_decl *probe = node_provider(node)->probes; probe;
		     probe = probe->next)
			if (check_probe(unit, node_provider(node)->name, probe, dg))
				result = -EINVAL;
	}
	return result;
}
