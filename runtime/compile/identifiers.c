/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/identifiers.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/builtins/table.h"
#include "runtime/compile/stability.h"
#include "runtime/lang/check.h"
#include "runtime/lang/scope.h"

/* The version of the language; what is bound to a later one is not there. */
enum { VERSION_MAJOR = 1, VERSION_MINOR = 13 };

/* What pragmas say of one name. */
struct identifier {
	struct probe_attr attr;		/* name NULL: nothing */
	bool is_later;			/* it is of a later version of the language */
	const struct node_pragma *pragma;
};

struct identifiers {
	struct probe_attr amin, minimum;
	struct map *known;		/* name -> struct identifier */
};

static const struct probe_attr stable = { "Stable", "Stable", "Common" };
static const struct probe_attr of_kernel = { "Stable", "Private", "Common" };
static const struct probe_attr of_symbols = { "Private", "Private", "Unknown" };

struct identifiers *identifiers_new(const struct probe_attr *amin)
{
	struct identifiers *ids = xcalloc(1, sizeof(*ids));

	ids->amin = *amin;
	ids->minimum = stable;
	ids->known = map_new();
	return ids;
}

void identifiers_free(struct identifiers *ids)
{
	if (!ids)
		return;
	for (size_t i = 0; i < map_len(ids->known); i++)
		free(map_at(ids->known, i)->value);
	map_free(ids->known);
	free(ids);
}

struct probe_attr identifiers_minimum(const struct identifiers *ids)
{
	return ids->minimum;
}

/* Pragmas */

static struct identifier *get(struct identifiers *ids, const char *name,
			      const struct node_pragma *pragma)
{
	struct identifier *id = map_find_str(ids->known, name);

	if (!id) {
		id = xcalloc(1, sizeof(*id));
		map_set_str(ids->known, name, id);
	}
	id->pragma = pragma;
	return id;
}

static void add_attributes(struct identifiers *ids, const struct node_pragma *pragma,
			   struct diag *dg)
{
	enum { WORDS = 2, NAME = 3 };
	struct probe_attr attr;

	if (!stability_parse(pragma->words[WORDS], &attr)) {
		diag_error(dg, &pragma->node.loc, D_PRAGMA_INVAL,
			   "invalid attributes specified by #pragma attributes: %s",
			   pragma->words[WORDS]);
		diag_hint(dg, "attributes are as Evolving/Stable/Common");
	} else if (strcmp(pragma->words[NAME], "provider")) {
		get(ids, pragma->words[NAME], pragma)->attr = attr;
	}
}

/* "1.2" or "1.2.3", in quotes or not. */
static bool parse_version(const char *text, unsigned long *major, unsigned long *minor)
{
	char *end;

	text += *text == '"';
	if (!isdigit((unsigned char)*text))
		return false;
	*major = strtoul(text, &end, 10);
	if (*end != '.' || !isdigit((unsigned char)end[1]))
		return false;
	*minor = strtoul(end + 1, &end, 10);
	if (*end == '.' && isdigit((unsigned char)end[1]))
		strtoul(end + 1, &end, 10);
	end += *end == '"';
	return !*end;
}

static void add_binding(struct identifiers *ids, const struct node_pragma *pragma, struct diag *dg)
{
	enum { VERSION = 2, NAME = 3 };
	unsigned long major, minor;

	if (!parse_version(pragma->words[VERSION], &major, &minor)) {
		diag_error(dg, &pragma->node.loc, D_PRAGMA_INVAL,
			   "invalid version string specified by #pragma binding: %s",
			   pragma->words[VERSION]);
		return;
	}
	get(ids, pragma->words[NAME], pragma)->is_later =
		major > VERSION_MAJOR || (major == VERSION_MAJOR && minor > VERSION_MINOR);
}

void identifiers_add(struct identifiers *ids, const struct node *nodes, struct diag *dg)
{
	for (const struct node *n = nodes; n; n = n->next) {
		const struct node_pragma *pragma = n->kind == NODE_PRAGMA ? node_pragma(n) : NULL;

		if (pragma && !strcmp(pragma->words[1], "attributes"))
			add_attributes(ids, pragma, dg);
		else if (pragma && !strcmp(pragma->words[1], "binding"))
			add_binding(ids, pragma, dg);
	}
}

/* Uses */

struct use {
	struct identifiers *ids;
	const struct scope *scope;
	struct diag *dg;
	int depth;	/* of inlines in each other */
};

enum { MAX_DEPTH = 32 };

static int use_node(struct node *n, void *ctx);

static void lower(struct use *use, const struct node *n, const char *kind, const char *name,
		  const struct probe_attr *attr)
{
	struct identifiers *ids = use->ids;

	ids->minimum = stability_lower(&ids->minimum, attr);
	if (stability_is_below(attr, &ids->amin))
		diag_error(use->dg, &n->loc, D_ATTR_MIN,
			   "attributes for %s %s (%s/%s/%s) are less than predefined minimum", kind,
			   name, attr->name, attr->data, attr->class);
}

/* What a builtin has: the structures of the kernel are its own. */
static const struct probe_attr *attr_of_builtin(const char *name)
{
	return !strcmp(name, "curthread") ? &of_kernel : &stable;
}

/* A name that is not declared to be of any stability has that of what it stands for. */
static void use_inline(struct use *use, const struct symbol *symbol)
{
	if (!symbol || !symbol->value || use->depth == MAX_DEPTH)
		return;
	use->depth++;
	use_node((struct node *)symbol->value, use);
	use->depth--;
}

static void use_name(struct use *use, const struct node *n, const char *kind, const char *name)
{
	const struct identifier *id = map_find_str(use->ids->known, name);

	if (id && id->is_later)
		diag_error(use->dg, &n->loc, D_IDENT_UNDEF,
			   "failed to resolve %s: it is of a later version than D %d.%d", name,
			   VERSION_MAJOR, VERSION_MINOR);
	if (id && id->attr.name)
		lower(use, n, kind, name, &id->attr);
	else if (builtin_find(&builtins, name))
		lower(use, n, kind, name, attr_of_builtin(name));
	else
		use_inline(use, scope_find(use->scope, SYMBOL_INLINE, name));
}

static int use_node(struct node *n, void *ctx)
{
	struct use *use = ctx;

	if (n->kind == NODE_CALL)
		use_name(use, n, "function", node_call(n)->name);
	else if (n->kind == NODE_VAR && node_var(n)->scope == SCOPE_GLOBAL)
		use_name(use, n, "scalar", node_var(n)->name);
	else if (n->kind == NODE_VAR && node_var(n)->scope == SCOPE_SYMBOL)
		lower(use, n, "symbol", node_var(n)->name, &of_symbols);
	return node_each_child(n, use_node, use);
}

void identifiers_use(struct identifiers *ids, const struct node *clause, const struct scope *scope,
		     struct diag *dg)
{
	struct use use = { .ids = ids, .scope = scope, .dg = dg };

	use_node((struct node *)clause, &use);
}

void identifiers_finish(const struct identifiers *ids, const struct scope *scope, struct diag *dg)
{
	for (size_t i = 0; i < map_len(ids->known); i++) {
		const struct map_entry *entry = map_at(ids->known, i);
		const struct node_pragma *pragma = ((struct identifier *)entry->value)->pragma;
		const char *name = entry->key;

		if (builtin_find(&builtins, name))
			diag_error(dg, &pragma->node.loc, D_PRAGMA_SCOPE,
				   "#pragma %s cannot modify entity defined outside program scope",
				   pragma->words[1]);
		else if (!scope_find(scope, SYMBOL_GLOBAL, name) &&
			 !scope_find(scope, SYMBOL_INLINE, name))
			diag_error(dg, &pragma->node.loc, D_PRAGMA_UNUSED,
				   "unused #pragma %s %s: there is no such variable or inline",
				   pragma->words[1], name);
	}
}
