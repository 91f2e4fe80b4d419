/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Builtins of DTrace that cannot be here. Each is refused with its reason, which is its
 * documentation. */
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"

static int check_refused(struct check *ck, struct node_call *call)
{
	return diag_error(ck->dg, &call->node.loc, D_UNSUPPORTED, "%s( ): %s", call->name,
			  call->builtin->doc);
}

/* A variable is looked at when it is lowered. */
static int lower_refused(struct lower *lo, const struct node *use, struct value *out)
{
	const struct node *name = use->kind == NODE_INDEX ? node_index(use)->base : use;
	const struct builtin *b = node_var(name)->builtin;

	(void)out;
	return diag_error(lo->s->dg, &use->loc, D_UNSUPPORTED, "%s: %s", b->name, b->doc);
}

#define REFUSED_VAR(name_, proto_, doc_)                                                           \
	{ .name = name_, .kind = BUILTIN_VAR, .proto = proto_, .lower = lower_refused,             \
	  .doc = doc_ }

#define REFUSED(name_, kind_, proto_, doc_)                                                        \
	{ .name = name_, .kind = kind_, .proto = proto_,                                     \
	  .flags = BUILTIN_REFUSED, .check = check_refused, .doc = doc_ }

#define NO_LOCKS "Refused: the kernel's locks are not those that it asks about."
#define NO_STREAMS "Refused: Linux has no STREAMS and so no such messages."
#define NO_LAYOUT "Refused: FreeBSD prints bytes with it; print() and tracemem() do that here."

const struct builtin refused_builtins[] = {
	REFUSED("breakpoint", BUILTIN_ACT, "void ()",
		"Refused: the kernel has no debugger that an eBPF program could call."),
	REFUSED("chill", BUILTIN_ACT, "void (int)",
		"Refused: an eBPF program may not spend time on purpose."),
	REFUSED_VAR("errno", "int",
		    "Refused: no provider of system calls is there, and a probe in a program "
		    "cannot tell where the C library keeps it."),
	REFUSED("ddi_pathname", BUILTIN_SUB, "string (.)",
		"Refused: Linux has no device tree that a pointer and a minor number lead into."),
	REFUSED("getf", BUILTIN_SUB, "kernel void * (int)",
		"Refused: curthread leads to the files of a process, and d_path() to their paths."),
	REFUSED("json", BUILTIN_SUB, "string (string, string)",
		"Refused: print the text, and take apart what is printed."),
	REFUSED("memref", BUILTIN_SUB, "uintptr_t (., .)", NO_LAYOUT),
	REFUSED("memstr", BUILTIN_SUB, "string (.)", NO_LAYOUT),
	REFUSED("msgdsize", BUILTIN_SUB, "size_t (.)", NO_STREAMS),
	REFUSED("msgsize", BUILTIN_SUB, "size_t (.)", NO_STREAMS),
	REFUSED("mutex_owned", BUILTIN_SUB, "int (.)", NO_LOCKS),
	REFUSED("mutex_owner", BUILTIN_SUB, "uintptr_t (.)", NO_LOCKS),
	REFUSED("mutex_type_adaptive", BUILTIN_SUB, "int (.)", NO_LOCKS),
	REFUSED("mutex_type_spin", BUILTIN_SUB, "int (.)", NO_LOCKS),
	REFUSED("panic", BUILTIN_ACT, "void ()",
		"Refused: an eBPF program cannot bring the kernel down, and should not."),
	REFUSED("printm", BUILTIN_ACT, "void (.)", NO_LAYOUT),
	{ .name = "regs", .kind = BUILTIN_VAR, .proto = "uint64_t", .flags = BUILTIN_INDEXED,
	  .lower = lower_refused,
	  .doc = "Refused: no probe fires where the kernel's own registers are at hand. uregs[] "
		 "are those of the program." },
	REFUSED("rw_iswriter", BUILTIN_SUB, "int (.)", NO_LOCKS),
	REFUSED("rw_read_held", BUILTIN_SUB, "int (.)", NO_LOCKS),
	REFUSED("rw_write_held", BUILTIN_SUB, "int (.)", NO_LOCKS),
	{ 0 },
};
