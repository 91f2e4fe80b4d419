/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables that a program names with a backquote. Who traces a process means that one's; else, or
 * as vmlinux`name, the kernel's. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/kern/btf.h"
#include "runtime/lang/type.h"
#include "runtime/proc/variables.h"
#include "runtime/session/session_impl.h"
#include "runtime/session/usertypes.h"

static int find_user(struct session *s, const char *module, const char *name,
		     struct symbol_answer *out)
{
	struct uservariable var;
	int err;

	session_learn_files(s);
	err = usertypes_variable(s->usertypes, module, name, &var);
	if (err)
		return err;
	*out = (struct symbol_answer){
		.space = SPACE_USER,
		.at = var.at,
		.n_at = var.n_at,
		.type = var.type ? arena_strdup(s->arena, var.type) : NULL,
		.module = var.module,
		.size = var.size <= UINT32_MAX ? (uint32_t)var.size : 0,
		.is_function = var.is_function,
	};
	return 0;
}

static int find_kernel(struct session *s, const char *module, const char *name,
		       struct symbol_answer *out)
{
	auto_fclose FILE *f = fopen("/proc/kallsyms", "re");
	struct symbol_at *at = arena_make(s->arena, struct symbol_at);
	struct proc_kernel_variable var;
	const char *type;
	int err = f ? proc_kernel_variable_find(f, module, name, &var) : -ENOENT;

	if (err)
		return err;
	at->address = var.address;
	*out = (struct symbol_answer){
		.space = SPACE_KERNEL,
		.at = at,
		.n_at = 1,
		.module = TYPE_KERNEL,
		.is_function = var.is_function,
	};
	if (!var.is_function && kern_btf_variable(s->btf, name, &type, &out->is_per_cpu))
		out->type = arena_strdup(s->arena, type);
	return 0;
}

int session_find_variable(void *ctx, const char *module, const char *name,
			  struct symbol_answer *out)
{
	bool is_kernels = module && !strcmp(module, TYPE_KERNEL);
	int err = is_kernels ? -ENOENT : find_user(ctx, module, name, out);

	return err == -ENOENT ? find_kernel(ctx, module, name, out) : err;
}
