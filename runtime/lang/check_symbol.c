/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables of the kernel and of traced programs: `jiffies, a.out`counter. One becomes what it
 * means, a place in memory of a known type,
 *
 *	*(int *)(pid == 123 ? 0x55d0c0a04010 : 0)
 *
 * so that members, elements and addresses of it need no rules of their own. A program's variable is
 * there in its own process: in another one the address is 0, which is a fault. */
#include "runtime/lang/check_rules.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"

/* Why there is none. */
static int tell(struct check *ck, const struct node_var *var, int err)
{
	static const struct {
		int err;
		enum diag_tag tag;
		const char *text, *hint;
	} rows[] = {
		{ -ENOENT, D_IDENT_UNDEF, "Unknown symbol name",
		  "a program's are known with -p and -c, the kernel's if it has "
		  "CONFIG_KALLSYMS_ALL" },
		{ -EEXIST, D_SYM_BADADDR, "there are several of this name", NULL },
		{ -ENOTSUP, D_SYM_BADADDR, "each thread has one of its own", NULL },
		{ -EACCES, D_SYM_BADADDR, "addresses of the kernel are hidden",
		  "root sees them, unless kernel.kptr_restrict is 2" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].err != err)
			continue;
		diag_error(ck->dg, &var->node.loc, rows[i].tag, "failed to resolve %s: %s",
			   var_text(ck, var), rows[i].text);
		if (rows[i].hint)
			diag_hint(ck->dg, "%s", rows[i].hint);
	}
	return err;
}

/* What nobody knows is a word, or what is as large: an integer, or bytes. */
static struct type *type_by_size(struct check *ck, uint32_t size)
{
	if (!size || size == 1 || size == 2 || size == 4 || size == 8)
		return type_int(ck->types, size ? size : 8, false);
	return type_array(ck->types, type_c_int(ck->types, "unsigned char"), size);
}

static struct type *type_of(struct check *ck, const struct symbol_answer *answer)
{
	const struct source *src;
	struct type *type;

	if (answer->is_function)
		return type_func(ck->types, int64_type(ck), NULL, 0, true);
	if (!answer->type)
		return type_by_size(ck, answer->size);
	src = source_from_text(ck->arena, "symbol", answer->type, strlen(answer->type));
	type = parse_type_in(ck->arena, ck->types, answer->module, src, ck->dg);
	return type ? pointer_in(ck, type, answer->space) : NULL;
}

/* The expression of its address. */
static void write_address(struct str *out, const struct symbol_answer *answer)
{
	uint32_t n_known = 0;

	if (answer->space == SPACE_KERNEL) {
		str_printf(out, "0x%" PRIx64, answer->at[0].address);
		if (answer->is_per_cpu)
			str_puts(out, " + (&" TYPE_KERNEL "`__per_cpu_offset)[cpu]");
		return;
	}
	for (uint32_t i = 0; i < answer->n_at; i++, n_known++)
		str_printf(out, "pid == %d ? 0x%" PRIx64 " : ", answer->at[i].pid,
			   answer->at[i].address);
	str_puts(out, "0");
}

static int set_loc(struct node *n, void *loc)
{
	n->loc = *(const struct loc *)loc;
	return node_each_child(n, set_loc, loc);
}

static struct node *parse_address(struct check *ck, const struct symbol_answer *answer,
				  const struct node_var *var)
{
	static const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	auto_str struct str text = { 0 };
	struct loc loc = var->node.loc;
	const struct source *src;
	struct node *address;

	write_address(&text, answer);
	src = source_from_text(ck->arena, "symbol", text.data, text.len);
	if (parse_expr_alone(ck->arena, ck->types, src, &opts, ck->dg, &address))
		return NULL;
	set_loc(address, &loc);
	return address;
}

/* The address as a pointer to the type, checked. */
static struct node *make_pointer(struct check *ck, const struct symbol_answer *answer,
				 struct type *to, const struct node_var *var)
{
	struct node_cast *cast = node_cast(node_new(ck->arena, NODE_CAST, &var->node.loc));
	struct node *expr = &cast->node;

	cast->to = type_pointer(ck->types, to, answer->space);
	cast->operand = parse_address(ck, answer, var);
	return cast->operand && !check_expr(ck, &expr) ? expr : NULL;
}

/* The pointer to it; NULL: told. */
static struct node *find(struct check *ck, const struct node_var *var)
{
	struct symbol_answer answer = { 0 };
	char *name = arena_strdup(ck->arena, var->name), *module = NULL;
	char *quote = strrchr(name, '`');
	struct type *type;
	int err;

	if (quote) {
		*quote = '\0';
		module = name;
		name = quote + 1;
	}
	err = ck->symbols ? ck->symbols(ck->symbols_ctx, module, name, &answer) : -ENOENT;
	if (err) {
		tell(ck, var, err);
		return NULL;
	}
	type = type_of(ck, &answer);
	return type ? make_pointer(ck, &answer, type, var) : NULL;
}

int check_symbol(struct check *ck, struct node **expr)
{
	struct node_var *var = node_var(*expr);
	struct node *pointer = find(ck, var);
	struct node_unary *deref;

	if (!pointer)
		return -EINVAL;
	if (type_resolve(type_resolve(pointer->type)->ref)->kind == TYPE_FUNC)
		return diag_error(ck->dg, &var->node.loc, D_IDENT_BADREF,
				  "%s is a function: &%s is its address", var_text(ck, var),
				  var_text(ck, var));
	deref = node_unary(node_new(ck->arena, NODE_UNARY, &var->node.loc));
	deref->op = TOKEN_STAR;
	deref->operand = pointer;
	*expr = &deref->node;
	return check_deref(ck, expr);
}

int check_symbol_address(struct check *ck, struct node **expr)
{
	struct node *pointer = find(ck, node_var(node_unary(*expr)->operand));

	if (!pointer)
		return -EINVAL;
	*expr = pointer;
	return 0;
}
