/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Calls of subroutines, actions and aggregating functions: prototypes first, then what the
 * builtin itself checks. */
#include "runtime/lang/check_rules.h"

#include <errno.h>

#include "runtime/lang/proto.h"

static uint32_t count_args(const struct node_call *call)
{
	uint32_t n = 0;

	for (const struct node *arg = call->args; arg; arg = arg->next)
		n++;
	return n;
}

static int check_count(struct check *ck, const struct node_call *call, const struct proto *proto)
{
	uint32_t n = count_args(call);
	bool is_few = n < proto->n_required;
	bool is_exact = proto->n_required == proto->n_params && !proto->is_varargs;

	if (!is_few && (n <= proto->n_params || proto->is_varargs))
		return 0;
	return diag_error(ck->dg, &call->node.loc, D_PROTO_LEN,
			  "%s( ) prototype mismatch: %u arg%s passed, %s%u expected", call->name, n,
			  n == 1 ? "" : "s", is_exact ? "" : is_few ? "at least " : "at most ",
			  is_few ? proto->n_required : proto->n_params);
}

static const char *param_text(struct check *ck, const struct node_call *call,
			      const struct proto_param *param)
{
	if (param->kind == PROTO_TYPE)
		return type_text(ck, param->type);
	return call->builtin->kind == BUILTIN_AGG ? "int64_t" : "@";
}

/* What an aggregating function counts: any number, as an int64_t. */
static bool convert_measure(struct check *ck, struct node **arg)
{
	if (!type_is_int((*arg)->type))
		return false;
	return convert(ck, arg, int64_type(ck), CONVERT_VALUE);
}

static bool fit_arg(struct check *ck, struct node **arg, const struct proto_param *param,
		    enum builtin_kind kind)
{
	if (param->kind == PROTO_TYPE)
		return convert(ck, arg, param->type, CONVERT_ARG);
	if (param->kind == PROTO_ANY)
		return !is_void_type((*arg)->type);
	if (kind == BUILTIN_AGG)
		return convert_measure(ck, arg);
	return (*arg)->kind == NODE_AGG;
}

/* Aggregations go with "@", and with "." where any more arguments may follow, as in printa(). */
static enum use use_of_arg(const struct proto_param *param, const struct proto *proto)
{
	if (param->kind == PROTO_TYPE)
		return USE_VALUE;
	return param->kind == PROTO_AGG || proto->is_varargs ? USE_ARG : USE_KEY;
}

static int check_arg(struct check *ck, const struct node_call *call, struct node **arg, uint32_t i,
		     const struct proto *proto)
{
	static const struct proto_param any = { .kind = PROTO_ANY };
	const struct proto_param *param = i < proto->n_params ? &proto->params[i] : &any;
	int err = check_use(ck, arg, use_of_arg(param, proto));

	if (err || fit_arg(ck, arg, param, call->builtin->kind))
		return err;
	if (param->kind == PROTO_ANY)
		return diag_error(ck->dg, &(*arg)->loc, D_TRACE_VOID,
				  "%s( ) argument #%u has no value", call->name, i + 1);
	return diag_error(ck->dg, &(*arg)->loc, D_PROTO_ARG,
			  "%s( ) argument #%u is incompatible with prototype: "
			  "\"%s\" is passed, \"%s\" expected",
			  call->name, i + 1, type_text(ck, (*arg)->type),
			  param_text(ck, call, param));
}

int check_call_of(struct check *ck, struct node_call *call, const struct builtin *b)
{
	const struct proto *proto = proto_get(ck, b);
	uint32_t i = 0;
	int err;

	if (!proto)
		return -EINVAL;
	call->builtin = b;
	err = check_count(ck, call, proto);
	for (struct node **arg = &call->args; *arg; arg = &(*arg)->next) {
		int e = check_arg(ck, call, arg, i++, proto);

		err = err ? err : e;
	}
	if (err)
		return err;
	call->node.type = proto->returns;
	if (b->check)
		err = b->check(ck, call);
	if (!call->node.type)
		call->node.type = int_type(ck);
	return err;
}

int check_unknown_call(struct check *ck, const struct node_call *call)
{
	const char *near = suggest_builtin(ck, call->name, false);
	int err = diag_error(ck->dg, &call->node.loc, D_FUNC_UNDEF, "undefined function name: %s",
			     call->name);

	if (near)
		diag_hint(ck->dg, "did you mean %s( )?", near);
	return err;
}

/* Stacks and symbols are actions in DTrace, and values where they are printed or are keys. */
static bool is_allowed(const struct node_call *call, enum use use)
{
	enum type_kind kind = type_resolve(call->node.type)->kind;

	if (kind == TYPE_STACK || kind == TYPE_SYM)
		return use == USE_STMT || use == USE_KEY || use == USE_ARG;
	return call->builtin->kind != BUILTIN_ACT || use == USE_STMT;
}

static int misplaced_action(struct check *ck, const struct node_call *call, enum use use)
{
	if (use == USE_ARM)
		return diag_error(ck->dg, &call->node.loc, D_OP_ACT,
				  "%s( ): an action cannot be used in a conditional context",
				  call->name);
	return diag_error(ck->dg, &call->node.loc, D_OP_ACT,
			  "%s( ) may not be called from an expression: it must be a statement",
			  call->name);
}

int check_call(struct check *ck, struct node **expr, enum use use)
{
	struct node_call *call = node_call(*expr);
	const struct builtin *b = builtin_find(ck->builtins, call->name);
	int err;

	if (!b)
		return check_unknown_call(ck, call);
	if (b->kind == BUILTIN_VAR)
		return diag_error(ck->dg, &call->node.loc, D_FUNC_UNDEF,
				  "%s is a variable and not a function", call->name);
	if (b->kind == BUILTIN_AGG)
		return diag_error(ck->dg, &call->node.loc, D_AGG_FUNC,
				  "%s( ) fills an aggregation: @name = %s(...)", call->name,
				  call->name);
	err = check_call_of(ck, call, b);
	if (err)
		return err;
	if (!is_allowed(call, use))
		return misplaced_action(ck, call, use);
	if (ck->is_speculative && b->flags & BUILTIN_DESTRUCTIVE)
		return diag_error(ck->dg, &call->node.loc, D_ACT_SPEC,
				  "%s( ) cannot stand behind speculate( )", call->name);
	if (use == USE_STMT && (b->flags & BUILTIN_RECORDS))
		ck->clause_has_output = true;
	return 0;
}
