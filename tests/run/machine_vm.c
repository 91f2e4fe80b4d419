/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/probe/arch.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/traced.h"
#include "tests/lib/traced_kernel.h"
#include "tests/lib/vm.h"
#include "tests/run/machine.h"

struct machine {
	const struct compiled *compiled;
	struct vm *vm;
	uint8_t registers[512];		/* struct pt_regs, or what the host has instead */
	uint64_t call_args[12];		/* of a raw tracepoint */
};

static void set_registers(struct machine *m)
{
	const struct arch *arch = arch_host();

	for (uint32_t i = 0; i < arch->n_reg_offsets; i++) {
		uint64_t value = traced_register(i);

		if (arch->reg_offsets[i] >= 0)
			memcpy(m->registers + arch->reg_offsets[i], &value, sizeof(value));
	}
}

static struct machine *open_vm(const struct compiled *c, struct diag *dg)
{
	struct machine *m = xcalloc(1, sizeof(*m));
	struct vm_env *env;

	(void)dg;
	m->compiled = c;
	m->vm = vm_new(c->program);
	set_registers(m);
	vm_add_user(m->vm, TRACED_MEMORY, (const void *)(uintptr_t)TRACED_MEMORY, TRACED_SIZE,
		    true);
	env = vm_env(m->vm);
	env->task = TRACED_TASK;
	traced_kernel_add(m->vm);
	env->uid_gid = (uint64_t)TRACED_GID << 32 | TRACED_UID;
	env->cpu = TRACED_CPU;
	env->time = 1000000;
	strcpy(env->comm, "traced");
	return m;
}

static void close_vm(struct machine *m)
{
	vm_free(m->vm);
	free(m);
}

static void set_state(struct machine *m, enum run_state state)
{
	struct run_control *control = vm_map_find(m->vm, m->compiled->control, NULL);

	if (control->state != RUN_ENDING)
		control->state = state;
}

/* The program is mapped so that a site's address is traced_register() and its place in a page. */
static void set_pc(struct machine *m, const struct attach_point *point)
{
	const struct arch *arch = arch_host();
	uint64_t pc = traced_register(arch->pc_reg);

	if (point->probe->n_sites && !point->probe->sites[point->site].is_return)
		pc += point->probe->sites[point->site].offset % EBPF_PAGE_SITES;
	memcpy(m->registers + arch->reg_offsets[arch->pc_reg], &pc, sizeof(pc));
}

static const char *fire(struct machine *m, uint32_t routine, const struct attach_point *point)
{
	bool has_registers = m->compiled->program->routines[routine].context == CONTEXT_SITE;

	vm_env(m->vm)->pid_tid = (uint64_t)TRACED_PID << 32 | (TRACED_TID + point->site);
	vm_env(m->vm)->cookie = point->cookie;
	set_pc(m, point);
	vm_env(m->vm)->time += 1000;
	m->call_args[0] = point->cookie;
	if (vm_run(m->vm, routine, has_registers ? (void *)m->registers : m->call_args,
		   has_registers ? sizeof(m->registers) : sizeof(m->call_args)))
		return vm_error(m->vm);
	return NULL;
}

static void drain(struct machine *m, record_fn *fn, void *ctx)
{
	for (size_t i = 0; i < vm_n_records(m->vm); i++) {
		size_t size;
		const void *data = vm_record(m->vm, i, &size);

		fn(data, size, ctx);
	}
	vm_clear_records(m->vm);
}

struct vm *machine_vm(struct machine *m)
{
	return m->vm;
}

static void each(struct machine *m, uint32_t map, entry_fn *fn, void *ctx)
{
	const void *key = NULL, *value;

	for (size_t i = 0; (value = vm_map_at(m->vm, map, i, &key)); i++)
		fn(key, value, 1, ctx);
}

static void init_caps(struct kern_caps *caps)
{
	for (int i = 0; i < KERN_N_FEATURES; i++)
		kern_set(caps, (enum kern_feature)i, true);
}

const struct machine_ops vm_machine = {
	.name = "interpreter",
	.has_sites = true,
	.init_caps = init_caps,
	.open = open_vm,
	.close = close_vm,
	.set_state = set_state,
	.fire = fire,
	.drain = drain,
	.each = each,
};
