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
#include "tests/lib/kernel.h"

static const int16_t reg_offsets[HARNESS_REGS] = {
	0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 136, 144, 152, 160,
};

static const struct ebpf_opts opts = {
	.reg_offsets = reg_offsets,
	.n_reg_offsets = HARNESS_REGS,
	.can_sleep = true,
	.has_loop_helper = true,
	.has_multi_cookie = true,
};

void harness_init(struct harness *h, enum ir_context context)
{
	*h = (struct harness){ .m = ir_module_new() };
	h->globals = ir_module_add_store(h->m, "globals", STORE_GLOBALS, 0, sizeof(h->in), 1);
	h->routine = ir_module_add_routine(h->m, "test", context);
	h->r = h->m->routines.data[h->routine];
	h->is_load_only = context != CONTEXT_CALL;
}

void harness_fini(struct harness *h)
{
	vm_free(h->vm);
	ebpf_program_free(h->program);
	ir_module_free(h->m);
}

struct ir_routine *harness_routine(struct harness *h)
{
	h->r = h->m->routines.data[h->routine];
	return h->r;
}

uint32_t harness_get(struct harness *h, uint32_t slot)
{
	return ir_load(h->r, ir_static(h->r, h->globals, 0), 8 * slot, 8, false);
}

void harness_put(struct harness *h, uint32_t slot, uint32_t reg)
{
	ir_store_reg(h->r, ir_static(h->r, h->globals, 0), 8 * slot, reg, 8);
}

static void fail_with_texts(struct harness *h, const char *what, const char *why)
{
	struct str text = { 0 };

	ir_dump(&text, h->m);
	if (h->program)
		ebpf_program_dump(&text, h->program);
	fputs(str_text(&text), stderr);
	str_fini(&text);
	fail_msg("%s: %s", what, why);
}

void harness_compile(struct harness *h)
{
	struct diag *dg = diag_new();
	struct ir_store *globals = &h->m->stores.data[h->globals];

	ir_ret(harness_routine(h), IR_NO_REG);
	free(globals->init);
	globals->init = xmemdup(h->in, sizeof(h->in));
	if (ir_verify(h->m, dg) < 0 || ebpf_compile(h->m, &opts, dg, &h->program) < 0) {
		diag_print(dg, stderr, &(struct diag_style){ .program = "test" });
		fail_with_texts(h, "compile", "refused");
	}
	h->vm = vm_new(h->program);
	diag_free(dg);
}

/* The reason stands at the end. */
static const char *log_end(const struct kernel *k)
{
	size_t len = strlen(kernel_log(k));

	return kernel_log(k) + (len > 600 ? len - 600 : 0);
}

static void run_in_kernel(struct harness *h, struct kernel *k, int prog)
{
	uint64_t out[HARNESS_SLOTS];

	assert_int_equal(kernel_run(k, prog, h->ctx[0]), 0);
	assert_int_equal(kernel_map_read(k, h->globals, NULL, out), 0);
	if (memcmp(out, h->out, sizeof(out)))
		fail_with_texts(h, "kernel", "another result than the interpreter's");
}

static void try_in_kernel(struct harness *h)
{
	struct kernel *k = kernel_new(h->program);
	int prog;

	assert_non_null(k);
	prog = kernel_load(k, 0);
	if (prog < 0)
		fail_with_texts(h, "kernel", log_end(k));
	if (!h->is_load_only)
		run_in_kernel(h, k, prog);
	kernel_free(k);
}

void harness_execute(struct harness *h)
{
	if (vm_run(h->vm, 0, h->ctx, sizeof(h->ctx)) < 0)
		fail_with_texts(h, "interpreter", vm_error(h->vm));
	memcpy(h->out, vm_map_find(h->vm, h->globals, NULL), sizeof(h->out));
	h->n_insns = vm_insn_count(h->vm);
	if (!h->is_vm_only && kernel_is_usable())
		try_in_kernel(h);
}

void harness_run(struct harness *h)
{
	harness_compile(h);
	harness_execute(h);
}
