/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/few_builtins.h"

#include "runtime/lang/builtin.h"

static const struct builtin vars[] = {
	{ .name = "arg0", .kind = BUILTIN_VAR, .proto = "int64_t" },
	{ .name = "arg1", .kind = BUILTIN_VAR, .proto = "int64_t" },
	{ .name = "args", .kind = BUILTIN_VAR, .proto = "", .flags = BUILTIN_INDEXED },
	{ .name = "cpu", .kind = BUILTIN_VAR, .proto = "int" },
	{ .name = "curthread", .kind = BUILTIN_VAR, .proto = "kernel struct task_struct *" },
	{ .name = "execname", .kind = BUILTIN_VAR, .proto = "string" },
	{ .name = "pid", .kind = BUILTIN_VAR, .proto = "pid_t" },
	{ .name = "probefunc", .kind = BUILTIN_VAR, .proto = "string" },
	{ .name = "timestamp", .kind = BUILTIN_VAR, .proto = "uint64_t" },
	{ .name = "uregs", .kind = BUILTIN_VAR, .proto = "uint64_t", .flags = BUILTIN_INDEXED },
	{ 0 },
};

/* stringof(): any address is one of text. */
static int check_text(struct check *ck, struct node_call *call)
{
	struct type *text = type_c_int(ck->types, "char");
	int err = 0;

	if (!type_is_stringlike(call->args->type))
		err = check_convert(ck, &call->args, type_pointer(ck->types, text, SPACE_USER));
	return err ? err : check_convert(ck, &call->args, type_string(ck->types));
}

static const struct builtin subs[] = {
	{ .name = "alloca", .kind = BUILTIN_SUB, .proto = "scratch void *(size_t)" },
	{ .name = "copyin", .kind = BUILTIN_SUB, .proto = "scratch void *(uintptr_t, size_t)" },
	{ .name = "copyinstr", .kind = BUILTIN_SUB, .proto = "string (uintptr_t, [size_t])" },
	{ .name = "bcopy", .kind = BUILTIN_SUB, .proto = "void (void *, void *, size_t)" },
	{ .name = "rand", .kind = BUILTIN_SUB, .proto = "int ()" },
	{ .name = "strjoin", .kind = BUILTIN_SUB, .proto = "string (string, string)" },
	{ .name = "stringof", .kind = BUILTIN_SUB, .proto = "string (.)", .check = check_text },
	{ .name = "strlen", .kind = BUILTIN_SUB, .proto = "size_t (string)" },
	{ .name = "substr", .kind = BUILTIN_SUB, .proto = "string (string, int, [int])" },
	{ 0 },
};

static const struct builtin acts[] = {
	{ .name = "clear", .kind = BUILTIN_ACT, .proto = "void (@)" },
	{ .name = "exit", .kind = BUILTIN_ACT, .proto = "void (int)" },
	{ .name = "printa", .kind = BUILTIN_ACT, .proto = "void (., ...)",
	  .flags = BUILTIN_RECORDS },
	{ .name = "printf", .kind = BUILTIN_ACT, .proto = "void (string, ...)",
	  .flags = BUILTIN_RECORDS },
	{ .name = "stack", .kind = BUILTIN_ACT, .proto = "stack ([int])",
	  .flags = BUILTIN_RECORDS },
	{ .name = "trace", .kind = BUILTIN_ACT, .proto = "void (.)", .flags = BUILTIN_RECORDS },
	{ .name = "usym", .kind = BUILTIN_ACT, .proto = "symaddr (uintptr_t)",
	  .flags = BUILTIN_RECORDS },
	{ 0 },
};

/* lquantize(value, low, high, [step]). */
static int check_bounds(struct check *ck, struct node_call *call)
{
	uint64_t params[3] = { 0 };
	uint32_t n = 0;
	int64_t value;

	for (const struct node *arg = call->args->next; arg; arg = arg->next) {
		if (!node_is_const_int(arg, &value))
			return diag_error(ck->dg, &arg->loc, D_AGG_ARG,
					  "lquantize( ) argument #%u must be a constant", n + 2);
		params[n++] = (uint64_t)value;
	}
	return check_agg_params(ck, call, params, n);
}

static const struct builtin aggs[] = {
	{ .name = "count", .kind = BUILTIN_AGG, .proto = "void ()" },
	{ .name = "lquantize", .kind = BUILTIN_AGG, .proto = "void (@, int, int, [int])",
	  .check = check_bounds },
	{ .name = "sum", .kind = BUILTIN_AGG, .proto = "void (@)" },
	{ 0 },
};

static const struct builtin *const lists[] = { vars, subs, acts, aggs };

const struct builtin_table few_builtins = { lists, sizeof(lists) / sizeof(lists[0]) };
