/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/unit/ebpf/harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/alloc.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/ebpf/program.h"
#include "tests/lib/kernel.h"
#include "tests/lib/vm.h"

static const int16_t no_regs[1] = { -1 };
static const struct ebpf_opts opts = {
	.reg_offsets = no_regs,
	.n_reg_offsets = 1,
	.can_sleep = true,
	.has_loop_helper = true,
	.has_multi_cookie = true,
};

void harness_init(struct harness *h)
{
	*h = (struct harness){ .m = ir_module_new() };
	h->globals = ir_module_add_store(h->m, "globals", STORE_GLOBALS, 0, sizeof(h->in), 1);
	h->routine = ir_module_add_routine(h->m, "test", CONTEXT_CALL);
	h->r = &h->m->routines.data[h->routine];
}

void harness_fini(struct harness *h)
{
	ir_module_free(h->m);
}

uint32_t harness_get(struct harness *h, uint32_t slot)
{
	return ir_load(h->r, ir_static(h->r, h->globals, 0), 8 * slot, 8, false);
}

void harness_put(struct harness *h, uint32_t slot, uint32_t reg)
{
	ir_store_reg(h->r, ir_static(h->r, h->globals, 0), 8 * slot, reg, 8);
}

static void fail_with_texts(struct harness *h, const struct ebpf_program *program,
			    const char *what, const char *why)
{
	struct str text = { 0 };

	ir_dump(&text, h->m);
	if (program)
		ebpf_program_dump(&text, program);
	fputs(str_text(&text), stderr);
	str_fini(&text);
	fail_msg("%s: %s", what, why);
}

static void run_in_vm(struct harness *h, const struct ebpf_program *program)
{
	struct vm *vm = vm_new(program);

	vm_env(vm)->cookie = h->arg;
	if (vm_run(vm, 0, &h->arg, sizeof(h->arg)) < 0)
		fail_with_texts(h, program, "interpreter", vm_error(vm));
	memcpy(h->out, vm_map_find(vm, h->globals, NULL), sizeof(h->out));
	h->n_insns = vm_insn_count(vm);
	vm_free(vm);
}

/* The reason stands at the end. */
static const char *log_end(const struct kernel *k)
{
	size_t len = strlen(kernel_log(k));

	return kernel_log(k) + (len > 600 ? len - 600 : 0);
}

static void run_in_kernel(struct harness *h, const struct ebpf_program *program)
{
	struct kernel *k = kernel_new(program);
	uint64_t out[HARNESS_SLOTS];
	int prog;

	assert_non_null(k);
	prog = kernel_load(k, 0);
	if (prog < 0)
		fail_with_texts(h, program, "kernel", log_end(k));
	assert_int_equal(kernel_run(k, prog, h->arg), 0);
	assert_int_equal(kernel_map_read(k, h->globals, NULL, out), 0);
	if (memcmp(out, h->out, sizeof(out)))
		fail_with_texts(h, program, "kernel", "another result than the interpreter's");
	kernel_free(k);
}

void harness_run(struct harness *h)
{
	struct ebpf_program *program = NULL;
	struct diag *dg = diag_new();
	struct ir_store *globals = &h->m->stores.data[h->globals];

	ir_ret(h->r, IR_NO_REG);
	free(globals->init);
	globals->init = xmemdup(h->in, sizeof(h->in));
	if (ir_verify(h->m, dg) < 0 || ebpf_compile(h->m, &opts, dg, &program) < 0) {
		diag_print(dg, stderr, &(struct diag_style){ .program = "test" });
		fail_with_texts(h, NULL, "compile", "refused");
	}
	run_in_vm(h, program);
	if (!h->is_vm_only && kernel_is_usable())
		run_in_kernel(h, program);
	ebpf_program_free(program);
	diag_free(dg);
}
