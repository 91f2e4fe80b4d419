/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables that tell which probe fired, and its arguments. */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

static int lower_argn(struct lower *lo, const struct node *use, struct value *out)
{
	return lower_arg(lo, use, (uint32_t)node_var(use)->builtin->datum, out);
}

static int lower_args(struct lower *lo, const struct node *use, struct value *out)
{
	int64_t n;

	if (use->kind != NODE_INDEX || !node_is_const_int(node_index(use)->keys, &n) || n < 0)
		return diag_error(lo->s->dg, &use->loc, D_ARGS_NONE,
				  "args[] needs a constant in its brackets");
	return lower_arg(lo, use, (uint32_t)n, out);
}

static int lower_probe_name(struct lower *lo, const struct node *use, struct value *out)
{
	lower_probe_text(lo, (uint32_t)node_var(use)->builtin->datum, out);
	return 0;
}

static int lower_id(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	lower_probe_id(lo, out);
	return 0;
}

static int lower_enabling(struct lower *lo, const struct node *use, struct value *out)
{
	(void)use;
	lower_epid(lo, out);
	return 0;
}

#define ARG(n, ordinal)                                                                            \
	{                                                                                          \
		.name = "arg" #n, .kind = BUILTIN_VAR, .proto = "int64_t", .datum = n,             \
		.lower = lower_argn,                                                               \
		.doc = "The probe's " ordinal " argument as a 64-bit integer."                     \
	}

const struct builtin probe_builtins[] = {
	ARG(0, "first"),
	ARG(1, "second"),
	ARG(2, "third"),
	ARG(3, "fourth"),
	ARG(4, "fifth"),
	ARG(5, "sixth"),
	ARG(6, "seventh"),
	ARG(7, "eighth"),
	ARG(8, "ninth"),
	ARG(9, "tenth"),
	{ .name = "args",
	  .kind = BUILTIN_VAR,
	  .proto = "",
	  .flags = BUILTIN_INDEXED,
	  .lower = lower_args,
	  .doc = "The probe's arguments with their types: args[0] is the first." },
	{ .name = "epid",
	  .kind = BUILTIN_VAR,
	  .proto = "uint_t",
	  .lower = lower_enabling,
	  .doc = "The number of the enabling: of this probe together with this clause." },
	{ .name = "id",
	  .kind = BUILTIN_VAR,
	  .proto = "uint_t",
	  .lower = lower_id,
	  .doc = "The number of the probe, as dtrace -l shows it." },
	{ .name = "probefunc",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .datum = 2,
	  .lower = lower_probe_name,
	  .doc = "The function field of the probe's description." },
	{ .name = "probemod",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .datum = 1,
	  .lower = lower_probe_name,
	  .doc = "The module field of the probe's description." },
	{ .name = "probename",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .datum = 3,
	  .lower = lower_probe_name,
	  .doc = "The name field of the probe's description." },
	{ .name = "probeprov",
	  .kind = BUILTIN_VAR,
	  .proto = "string",
	  .datum = 0,
	  .lower = lower_probe_name,
	  .doc = "The provider field of the probe's description." },
	{ 0 },
};
