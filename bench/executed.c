/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* executed CLAUSES OBJECT ...: how many instructions a hit executes, of the clauses in a file and of
 * the functions of the same names that clang has compiled; in the interpreter, where every run
 * counts the same. Fails where the geometric mean of the ratios is above the goal. executed
 * --registers prints where the functions find the arguments, as options for clang.
 *
 * executed --show NAME CLAUSES prints the code of one clause.
 *
 * A clause is fired a few times, and the last time counts: its keys are there by then. Where the
 * kernel may be used, it must accept both. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/object.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/probe/arch.h"
#include "tests/lib/kernel.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/traced.h"
#include "tests/lib/vm.h"
#include "tests/run/machine.h"

#define GOAL 1.2
#define ROUNDS 3
#define OBJECTS_MAX 8

struct cost {
	uint64_t n_insns, n_calls;
};

struct bench {
	struct diag *dg;
	struct ebpf_program *objects[OBJECTS_MAX];
	uint32_t n_objects;
	uint32_t n_clauses;
	double sum_of_logs;
	const char *shown;
};

/* Runs the routines from first on, n of them, as the probes of one hit. NULL, or what failed. */
static const char *measure(const struct compiled *c, uint32_t first, uint32_t n, struct diag *dg,
			   struct cost *out)
{
	static const struct probe anywhere;
	const struct attach_point point = { .probe = &anywhere };
	struct machine *m = vm_machine.open(c, dg);
	const char *failure = NULL;

	vm_machine.set_state(m, RUN_ACTIVE);
	for (int round = 0; round < ROUNDS && !failure; round++) {
		*out = (struct cost){ 0 };
		for (uint32_t i = first; i < first + n && !failure; i++) {
			failure = vm_machine.fire(m, i, &point);
			out->n_insns += vm_insn_count(machine_vm(m));
			out->n_calls += vm_call_count(machine_vm(m));
		}
	}
	if (failure)
		fprintf(stderr, "%s\n", failure);
	vm_machine.close(m);
	return failure;
}

/* Does the kernel accept the routines? True where there is none to ask. */
static bool loads(const struct ebpf_program *program, uint32_t first, uint32_t n)
{
	struct kernel *kernel = kernel_is_usable() ? kernel_new(program) : NULL;
	bool is_good = true;

	for (uint32_t i = first; kernel && is_good && i < first + n; i++) {
		is_good = kernel_load(kernel, i) >= 0;
		if (!is_good)
			fprintf(stderr, "%s", kernel_log(kernel));
	}
	kernel_free(kernel);
	return is_good;
}

static int measure_ours(struct bench *b, const char *name, const char *text, struct cost *out)
{
	static const struct diag_style style = { .program = "executed" };
	struct kern_caps caps;
	struct pipeline p;
	int err;

	vm_machine.init_caps(&caps);
	err = pipeline_compile(&p, name, text, &caps);
	if (!err && (measure(p.compiled, 0, p.compiled->program->n_routines, b->dg, out) ||
		     !loads(p.compiled->program, 0, p.compiled->program->n_routines)))
		err = -EINVAL;
	diag_print(p.dg, stderr, &style);
	pipeline_fini(&p);
	return err;
}

static bool is_in(const struct ebpf_program *object, const char *name, uint32_t *first)
{
	*first = 0;
	while (*first < object->n_routines && strcmp(object->routines[*first].name, name) != 0)
		(*first)++;
	return *first < object->n_routines;
}

static int measure_theirs(struct bench *b, const char *name, struct cost *out)
{
	uint32_t first = 0, end, i = 0;
	struct compiled c = { 0 };

	while (i < b->n_objects && !is_in(b->objects[i], name, &first))
		i++;
	if (i == b->n_objects) {
		fprintf(stderr, "%s is in no object\n", name);
		return -ENOENT;
	}
	c.program = b->objects[i];
	c.control = object_data_map(c.program);
	end = first;
	while (end < c.program->n_routines && !strcmp(c.program->routines[end].name, name))
		end++;
	if (measure(&c, first, end - first, b->dg, out) || !loads(c.program, first, end - first))
		return -EINVAL;
	return 0;
}

static int compare(struct bench *b, const char *name, const char *text)
{
	struct cost ours, theirs;
	int err = measure_ours(b, name, text, &ours);

	if (!err)
		err = measure_theirs(b, name, &theirs);
	if (err)
		return err;
	printf("| %s | %" PRIu64 ", %" PRIu64 " | %" PRIu64 ", %" PRIu64 " | %.2f |\n", name,
	       ours.n_insns, ours.n_calls, theirs.n_insns, theirs.n_calls,
	       (double)ours.n_insns / (double)theirs.n_insns);
	b->n_clauses++;
	b->sum_of_logs += log((double)ours.n_insns / (double)theirs.n_insns);
	return 0;
}

static int show(struct bench *b, const char *name, const char *text)
{
	auto_str struct str out = { 0 };
	struct kern_caps caps;
	struct pipeline p;
	int err;

	if (strcmp(b->shown, name))
		return 0;
	vm_machine.init_caps(&caps);
	err = pipeline_compile(&p, name, text, &caps);
	if (!err) {
		ebpf_program_dump(&out, p.compiled->program);
		fputs(str_text(&out), stdout);
	}
	pipeline_fini(&p);
	return err;
}

/* Lines are a name, a colon and the program; # begins a comment. */
static int each_clause(struct bench *b, const char *path,
		       int (*fn)(struct bench *b, const char *name, const char *text))
{
	auto_fclose FILE *file = fopen(path, "r");
	auto_free char *line = NULL;
	size_t size = 0;
	int err = 0;

	if (!file) {
		perror(path);
		return -errno;
	}
	while (!err && getline(&line, &size, file) > 0) {
		char *text = strchr(line, ':');

		if (line[0] == '#' || !text)
			continue;
		*text++ = '\0';
		err = fn(b, line, text);
	}
	return err;
}

static int load_objects(struct bench *b, char **paths)
{
	int err = 0;

	for (; !err && *paths && b->n_objects < OBJECTS_MAX; paths++) {
		err = object_load(*paths, b->dg, &b->objects[b->n_objects]);
		if (!err)
			b->n_objects++;
	}
	return err;
}

static int run(struct bench *b, const char *clauses, char **objects)
{
	static const struct diag_style style = { .program = "executed" };
	double mean;
	int err = load_objects(b, objects);

	puts("| clause | executed, of these calls: dtrace | clang | ratio |\n|---|---|---|---|");
	if (!err)
		err = each_clause(b, clauses, compare);
	diag_print(b->dg, stderr, &style);
	for (uint32_t i = 0; i < b->n_objects; i++)
		ebpf_program_free(b->objects[i]);
	if (err || !b->n_clauses)
		return 1;
	mean = exp(b->sum_of_logs / b->n_clauses);
	printf("| geometric mean, goal %.1f | | | %.2f |\n", GOAL, mean);
	return mean <= GOAL ? 0 : 1;
}

static int print_registers(void)
{
	const struct arch *arch = arch_host();

	printf("-DREG_MEMORY=%d -DREG_BYTES=%d\n", arch->reg_offsets[TRACED_REG_MEMORY],
	       arch->reg_offsets[TRACED_REG_BYTES]);
	return 0;
}

int main(int argc, char **argv)
{
	struct bench b = { 0 };
	int status;

	if (argc == 2 && !strcmp(argv[1], "--registers"))
		return print_registers();
	if (argc == 4 && !strcmp(argv[1], "--show")) {
		b.shown = argv[2];
		return each_clause(&b, argv[3], show) ? 1 : 0;
	}
	if (argc < 3 || !traced_memory()) {
		fputs("usage: executed --registers | --show NAME CLAUSES | CLAUSES OBJECT ...\n",
		      stderr);
		return 2;
	}
	b.dg = diag_new();
	status = run(&b, argv[1], argv + 2);
	diag_free(b.dg);
	return status;
}
