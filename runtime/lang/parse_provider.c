/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Provider definitions
 *
 *	provider NAME {
 *		probe NAME(TYPE name, ...) : (TYPE name, ...);
 *	};
 *
 * The first list is what the application passes. The second one, if there is one, is what a D
 * program sees as args[]: each of its names is one of the first list, in any order and number,
 * perhaps of another type.
 *
 * By the original's rules every type is known, every ';' is there, and a provider that is defined
 * again is defined the same. The builds of applications were made with a tool that saw nothing but
 * text, so the lenient mode asks for little: a parameter that is not understood is kept as text,
 * several blocks of one provider are added up, and probes may be repeated as long as they agree. */
#include "runtime/lang/parser.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/names.h"

#define MAX_NAME_LEN 63
#define MAX_PARAMS 255

struct provider_entry {
	struct node_provider *node;
	struct probe_decl **tail;
	uint32_t block;			/* how many blocks it has, the current one included */
};

struct probe_entry {
	struct probe_decl *decl;
	uint32_t block;			/* of its provider, in which it was seen last */
};

/* What was defined so far. */
struct provider_names {
	struct names providers;		/* struct provider_entry */
	struct names probes;		/* "provider:::probe", struct probe_entry */
};

/* A mistake by the letter of the rules, a thing to mention to builds. */
static int complain(struct parser *p, const struct loc *loc, enum diag_tag tag, const char *text)
{
	if (!parser_is_lenient(p))
		return diag_error(p->dg, loc, tag, "%s", text);
	parser_warn(p, loc, tag, text);
	return 0;
}

static int check_provider_name(struct parser *p, const char *name, const struct loc *loc)
{
	size_t len = strlen(name);
	const char *what = NULL;

	if (isdigit((unsigned char)name[len - 1]))
		what = arena_printf(p->arena, "provider name may not end with a digit: %s", name);
	else if (len > MAX_NAME_LEN)
		what = arena_printf(p->arena, "provider name may not exceed 63 characters: %s",
				    name);
	if (what && complain(p, loc, D_PROV_BADNAME, what))
		return -EINVAL;
	if (strstr(name, "___") || name[len - 1] == '_')
		parser_warn(p, loc, D_PROV_BADNAME,
			    arena_printf(p->arena,
					 "symbols cannot tell where provider name %s ends", name));
	return 0;
}

/* Each "__" is one '-' to D, and that is what the limit counts. */
static size_t probe_name_len(const char *name)
{
	size_t len = 0;

	for (; *name; len++)
		name += name[0] == '_' && name[1] == '_' ? 2 : 1;
	return len;
}

static int check_probe_name(struct parser *p, const char *name, const struct loc *loc)
{
	const char *text;

	if (probe_name_len(name) <= MAX_NAME_LEN)
		return 0;
	text = arena_printf(p->arena, "probe name may not exceed 63 characters: %s", name);
	return complain(p, loc, D_PROV_BADNAME, text);
}

static bool at_list_end(const struct parser *p)
{
	return p->tok.kind == TOKEN_COMMA || p->tok.kind == TOKEN_RPAREN;
}

/* A parameter that nobody can read is an argument all the same. */
static void opaque_param(struct parser *p, const char *start, struct type_param *out)
{
	struct loc loc = p->tok.loc;

	parser_skip_to(p, TOKEN_COMMA, TOKEN_RPAREN);
	*out = (struct type_param) { .loc = loc };
	out->type = type_opaque(p->types, parser_text_since(p, start));
	parser_warn(p, &loc, D_PROV_PRARGS,
		    "this parameter is not understood, and taken as it is");
}

static int lenient_param(struct parser *p, struct type_param *out)
{
	const char *start = p->tok.start;
	struct lexer lx = p->lx;
	struct token tok = p->tok;
	struct diag *loud = parser_begin_quiet(p);
	int depth = p->depth, braces = p->braces;
	bool failed = parser_param(p, out) || !at_list_end(p);

	parser_end_quiet(p, loud);
	p->depth = depth;
	if (failed) {
		p->lx = lx;
		p->tok = tok;
		p->braces = braces;
		opaque_param(p, start, out);
	}
	return 0;
}

static int one_param(struct parser *p, struct param_list *list)
{
	const char *start = p->tok.start;
	struct type_param *param;

	if (list->n == MAX_PARAMS)
		return diag_error(p->dg, &p->tok.loc, D_PROV_PRARGS,
				  "probe prototype exceeds %d parameters", MAX_PARAMS);
	list->params = parser_grow(p, list->params, list->n, sizeof(*list->params));
	param = &list->params[list->n++];
	if (parser_is_lenient(p) ? lenient_param(p, param) : parser_param(p, param))
		return -EINVAL;
	param->text = parser_text_since(p, start);
	return 0;
}

static int no_varargs(struct parser *p)
{
	int ret = complain(p, &p->tok.loc, D_PROV_PRARGS,
			   "probe input prototype may not use a variable-length argument list");

	parser_advance(p);
	return ret;
}

/* "(void)" is no parameter; a void among others is none either. */
static int check_void(struct parser *p, struct param_list *list)
{
	for (uint32_t i = 0; i < list->n; i++) {
		const struct type_param *param = &list->params[i];

		if (type_resolve(param->type)->kind != TYPE_VOID)
			continue;
		if (param->name)
			return diag_error(p->dg, &param->loc, D_PROV_PRARGS,
					  "void parameter may not have a name: %s", param->name);
		if (list->n > 1)
			return diag_error(p->dg, &param->loc, D_PROV_PRARGS,
					  "void must be sole parameter");
		list->n = 0;
	}
	return 0;
}

static int param_list(struct parser *p, struct param_list *out)
{
	*out = (struct param_list) { 0 };
	if (parser_expect(p, TOKEN_LPAREN))
		return -EINVAL;
	if (parser_accept(p, TOKEN_RPAREN))
		return 0;
	do {
		if (p->tok.kind == TOKEN_ELLIPSIS ? no_varargs(p) : one_param(p, out))
			return -EINVAL;
	} while (parser_accept(p, TOKEN_COMMA));
	return parser_expect(p, TOKEN_RPAREN) ? -EINVAL : check_void(p, out);
}

static const struct type_param *find_param(const struct type_param *params, uint32_t n,
					   const char *name)
{
	for (uint32_t i = 0; i < n; i++) {
		if (params[i].name && !strcmp(params[i].name, name))
			return &params[i];
	}
	return NULL;
}

static const char input_twice[] = "parameter is already declared in probe input prototype";
static const char input_none[] = "parameter is not declared in probe input prototype";
static const char no_name[] = "parameter declaration requires a name";

static int check_input(struct parser *p, const struct param_list *args)
{
	for (uint32_t i = 0; i < args->n && !parser_is_lenient(p); i++) {
		const struct type_param *arg = &args->params[i];

		if (arg->name && find_param(args->params, i, arg->name))
			return diag_error(p->dg, &arg->loc, D_PROV_PRARGS, "%s: %s, parameter #%u",
					  input_twice, arg->name, i + 1);
	}
	return 0;
}

/* What is wrong with a parameter of the second list; NULL: nothing. */
static const char *mapped_fault(const struct probe_decl *probe, const struct type_param *param)
{
	if (!param->name)
		return no_name;
	return find_param(probe->args, probe->n_args, param->name) ? NULL : input_none;
}

static int check_mapping(struct parser *p, const struct probe_decl *probe,
			 const struct param_list *mapped)
{
	for (uint32_t i = 0; i < mapped->n; i++) {
		const struct type_param *param = &mapped->params[i];
		const char *fault = mapped_fault(probe, param);

		if (!fault)
			continue;
		fault = arena_printf(p->arena, "%s: %s%sparameter #%u", fault,
				     param->name ? param->name : "",
				     param->name ? ", " : "", i + 1);
		complain(p, &param->loc, D_PROV_PRARGS, fault);
		return -EINVAL;
	}
	return 0;
}

/* The list behind ':'. One that is wrong is as good as none where nobody has ever read it. */
static int mapping(struct parser *p, struct probe_decl *probe)
{
	struct param_list mapped;

	if (param_list(p, &mapped))
		return -EINVAL;
	if (check_mapping(p, probe, &mapped))
		return parser_is_lenient(p) ? 0 : -EINVAL;
	probe->mapped = mapped.params;
	probe->n_mapped = mapped.n;
	probe->has_mapping = true;
	return 0;
}

static int optional_semicolon(struct parser *p)
{
	if (parser_accept(p, TOKEN_SEMI) || parser_is_lenient(p))
		return 0;
	return parser_at(p, TOKEN_SEMI);
}

/* probe NAME(args) [: (mapped)] ; */
static int probe_decl(struct parser *p, struct probe_decl *probe)
{
	struct param_list args;

	if (parser_expect(p, TOKEN_PROBE))
		return -EINVAL;
	probe->loc = p->tok.loc;
	probe->name = parser_expect_name(p, "the name of a probe");
	if (!probe->name || check_probe_name(p, probe->name, &probe->loc))
		return -EINVAL;
	if (param_list(p, &args) || check_input(p, &args))
		return -EINVAL;
	probe->args = probe->mapped = args.params;
	probe->n_args = probe->n_mapped = args.n;
	if (parser_accept(p, TOKEN_COLON) && mapping(p, probe))
		return -EINVAL;
	return optional_semicolon(p);
}

static bool same_params(const struct type_param *a, uint32_t n_a, const struct type_param *b,
			uint32_t n_b)
{
	if (n_a != n_b)
		return false;
	for (uint32_t i = 0; i < n_a; i++) {
		if (!type_equal(a[i].type, b[i].type))
			return false;
	}
	return true;
}

static bool same_probe(const struct probe_decl *a, const struct probe_decl *b)
{
	return a->has_mapping == b->has_mapping &&
	       same_params(a->args, a->n_args, b->args, b->n_args) &&
	       same_params(a->mapped, a->n_mapped, b->mapped, b->n_mapped);
}

static int redeclared(struct parser *p, const char *key, const struct probe_decl *old,
		      const struct probe_decl *probe)
{
	diag_error(p->dg, &probe->loc, D_PROV_PRDUP, "probe redeclared%s: %s",
		   same_probe(old, probe) ? "" : " with other arguments", key);
	diag_hint(p->dg, "it was first declared in line %u of %s", old->loc.line, old->loc.file);
	return -EINVAL;
}

static int prototype_mismatch(struct parser *p, const char *key, const struct probe_decl *old,
			      const struct probe_decl *probe)
{
	bool is_output = same_params(old->args, old->n_args, probe->args, probe->n_args);
	uint32_t n = is_output ? probe->n_mapped : probe->n_args;
	uint32_t n_old = is_output ? old->n_mapped : old->n_args;

	diag_error(p->dg, &probe->loc, D_PROV_PRDUP,
		   "probe %s %s prototype mismatch: current: %u arg%s, previous: %u arg%s", key,
		   is_output ? "output" : "input", n, n == 1 ? "" : "s", n_old,
		   n_old == 1 ? "" : "s");
	diag_hint(p->dg, "the previous one is in line %u of %s", old->loc.line, old->loc.file);
	return -EINVAL;
}

static int mismatch(struct parser *p, const struct provider_entry *entry, const struct loc *loc,
		    const char *probe, const char *how)
{
	return diag_error(p->dg, loc, D_PROV_PRDUP, "provider interface mismatch: %s: probe %s %s",
			  entry->node->name, probe, how);
}

static int add_probe(struct parser *p, struct provider_entry *entry, struct probe_decl *probe)
{
	const char *key = arena_printf(p->arena, "%s:::%s", entry->node->name, probe->name);
	struct probe_entry *known = names_find(&p->providers->probes, key);

	if (known) {
		bool is_twice = known->block == entry->block && !parser_is_lenient(p);

		known->block = entry->block;
		if (!is_twice && same_probe(known->decl, probe))
			return 0;
		return is_twice || parser_is_lenient(p) ?
			       redeclared(p, key, known->decl, probe) :
			       prototype_mismatch(p, key, known->decl, probe);
	}
	if (entry->block > 1 && !parser_is_lenient(p))
		return mismatch(p, entry, &probe->loc, probe->name, "was not defined before");
	known = arena_make(p->arena, struct probe_entry);
	*known = (struct probe_entry) { probe, entry->block };
	names_set(&p->providers->probes, p->arena, key, known);
	*entry->tail = probe;
	entry->tail = &probe->next;
	return 0;
}

/* By the original's rules a provider that is defined again has all the probes that it had. */
static int check_complete(struct parser *p, const struct provider_entry *entry,
			  const struct loc *loc)
{
	const struct node_provider *n = entry->node;

	if (parser_is_lenient(p) || entry->block == 1)
		return 0;
	for (const struct probe_decl *probe = n->probes; probe; probe = probe->next) {
		const char *key = arena_printf(p->arena, "%s:::%s", n->name, probe->name);
		const struct probe_entry *known = names_find(&p->providers->probes, key);

		if (known->block != entry->block)
			return mismatch(p, entry, loc, probe->name, "was defined before");
	}
	return 0;
}

static void probes(struct parser *p, struct provider_entry *entry)
{
	while (p->tok.kind != TOKEN_RBRACE && p->tok.kind != TOKEN_EOF) {
		struct probe_decl *probe = arena_make(p->arena, struct probe_decl);

		if (probe_decl(p, probe))
			parser_recover(p);
		else
			add_probe(p, entry, probe);
	}
}

static struct provider_entry *open_provider(struct parser *p, const char *name,
					    const struct loc *loc, struct node_list *out)
{
	struct provider_entry *entry;

	if (!p->providers)
		p->providers = arena_make(p->arena, struct provider_names);
	entry = names_find(&p->providers->providers, name);
	if (!entry) {
		entry = arena_make(p->arena, struct provider_entry);
		entry->node = node_provider(node_new(p->arena, NODE_PROVIDER, loc));
		entry->node->name = name;
		entry->tail = &entry->node->probes;
		names_set(&p->providers->providers, p->arena, name, entry);
		node_list_add(out, &entry->node->node);
	}
	entry->block++;
	return entry;
}

/* At the '}'. Pragmas that follow belong behind the provider, so the ';' is looked for without
 * reading a token. */
static int end_of_provider(struct parser *p)
{
	if (parser_at(p, TOKEN_RBRACE))
		return -EINVAL;
	if (*lex_peek(&p->lx) == ';') {
		parser_advance(p);
		return 0;
	}
	if (parser_is_lenient(p))
		return 0;
	diag_error(p->dg, &p->tok.loc, D_SYNTAX,
		   "syntax error: expected ';' behind the '}' of a provider");
	return 0;
}

int parser_provider(struct parser *p, struct node_list *out)
{
	struct provider_entry *entry;
	const char *name;
	struct loc loc;

	parser_advance(p);
	loc = p->tok.loc;
	name = parser_expect_name(p, "the name of a provider");
	if (!name || check_provider_name(p, name, &loc) || parser_expect(p, TOKEN_LBRACE))
		return -EINVAL;
	entry = open_provider(p, name, &loc, out);
	probes(p, entry);
	return check_complete(p, entry, &loc) ? -EINVAL : end_of_provider(p);
}
