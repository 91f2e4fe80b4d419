/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Runs the cases of the files given, in the interpreter or with --kernel in the kernel, and prints
 * TAP; --old forgoes what Linux 5.17 cannot do. What each program's probes do: BEGIN fires; then
 * every site of every probe of the provider "test" (tests/lib/probes.c) in order, the first site of
 * each in thread TRACED_TID, the second in the next one and so on; then END; and then the
 * aggregations are looked at. The kernel only loads what stands in sites. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/diag.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/probe/provider.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/traced.h"
#include "tests/run/aggs.h"
#include "tests/run/cases.h"
#include "tests/run/machine.h"
#include "tests/run/values.h"

struct setup {
	const struct machine_ops *ops;
	struct kern_caps caps;
};

struct run {
	const struct machine_ops *ops;
	const struct compiled *compiled;
	struct machine *m;
	struct exec_values got;
	const char *failure;
	bool was_skipped;	/* a probe that the machine cannot fire, or what it lacks */
};

static void take_record(const void *data, size_t size, void *ctx)
{
	struct run *run = ctx;

	values_add_record(&run->got, &run->compiled->layout, data, size);
}

static void fire_all(struct run *run, enum probe_trigger trigger)
{
	vec_each(plan, &run->compiled->plans)
		vec_each(point, &plan->points) {
			if (point->probe->trigger != trigger || run->failure)
				continue;
			if (trigger == TRIGGER_SITE && !run->ops->has_sites) {
				run->was_skipped = true;
				continue;
			}
			run->failure = run->ops->fire(run->m, plan->routine, point);
			run->ops->drain(run->m, take_record, run);
		}
}

static void run_program(struct run *run, struct diag *dg)
{
	run->m = run->ops->open(run->compiled, dg);
	if (!run->m) {
		run->failure = "it cannot be loaded";
		return;
	}
	fire_all(run, TRIGGER_BEGIN);
	run->ops->set_state(run->m, RUN_ACTIVE);
	fire_all(run, TRIGGER_SITE);
	run->ops->set_state(run->m, RUN_ENDING);
	fire_all(run, TRIGGER_END);
	if (!run->was_skipped)
		aggs_collect(&run->got, run->ops, run->m, &run->compiled->layout);
	run->ops->close(run->m);
}

static void explain(const struct exec_case *c, const struct exec_values *expected,
		    const struct run *run, struct diag *dg)
{
	struct diag_style style = { .program = "#", .show_tags = true };
	auto_str struct str text = { 0 };

	str_puts(&text, "#      got: ");
	values_print(&text, &run->got);
	str_puts(&text, "\n# expected: ");
	values_print(&text, expected);
	printf("# %s:%" PRIu32 ":\n%s\n", c->file, c->line, text.data);
	if (run->failure)
		printf("# %s\n", run->failure);
	diag_print(dg, stdout, &style);
}

static bool check(const struct setup *setup, const struct exec_case *c, bool *was_skipped)
{
	struct exec_values expected = { 0 };
	struct run run = { .ops = setup->ops };
	struct kern_caps caps = setup->caps;
	struct pipeline p;
	int err;
	bool is_good;

	err = pipeline_compile(&p, c->title, c->program, &caps);
	run.was_skipped = err && !setup->ops->has_sites && diag_tag_at(p.dg, 0) == D_KERNEL;
	if (err)
		values_add_tag(&run.got, diag_tag_name((enum diag_tag)diag_tag_at(p.dg, 0)));
	else
		run.compiled = p.compiled;
	if (run.compiled)
		run_program(&run, p.dg);
	*was_skipped = run.was_skipped;
	is_good = values_parse(&expected, c->expected) && !run.failure &&
		  (run.was_skipped || values_equal(&expected, &run.got));
	if (!is_good)
		explain(c, &expected, &run, p.dg);
	pipeline_fini(&p);
	values_fini(&run.got);
	values_fini(&expected);
	return is_good;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int run_cases(const struct setup *setup, const struct exec_cases *cases)
{
	int n = 0, n_failed = 0;

	printf("1..%zu\n", cases->cases.len);
	vec_each(c, &cases->cases) {
		bool was_skipped = false;
		bool is_good = check(setup, c, &was_skipped);

		printf("%s %d - %s:%" PRIu32 " ", is_good ? "ok" : "not ok", ++n,
		       base_name(c->file), c->line);
		for (const char *p = c->title; *p; p++)
			putchar(*p == '#' ? '@' : *p);
		printf("%s\n", was_skipped ? " (at most loaded)" : "");
		n_failed += !is_good;
	}
	return n_failed ? 1 : 0;
}

/* An option, or a file of cases. 0, or 1: told. Linux 5.17 is the oldest that all cases need. */
static int take_argument(struct setup *setup, struct exec_cases *cases, const char *arg)
{
	int err;

	if (!strcmp(arg, "--kernel")) {
		setup->ops = &kernel_machine;
		setup->ops->init_caps(&setup->caps);
		return 0;
	}
	if (!strcmp(arg, "--old")) {
		for (int i = 0; i < KERN_N_FEATURES; i++)
			kern_set(&setup->caps, (enum kern_feature)i,
				 i == KERN_COOKIE || i == KERN_LOOP_HELPER ||
					 i == KERN_WRITE_USER);
		return 0;
	}
	err = cases_read(cases, arg);
	if (err)
		printf("Bail out! %s:%d cannot be understood\n", arg, err);
	return err ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct setup setup = { .ops = &vm_machine };
	struct exec_cases cases = { 0 };
	int status = 0;

	if (!traced_memory()) {
		printf("1..0 # SKIP the addresses of the traced memory are taken\n");
		return 0;
	}
	setup.ops->init_caps(&setup.caps);
	for (int i = 1; i < argc && !status; i++)
		status = take_argument(&setup, &cases, argv[i]);
	if (!status)
		status = run_cases(&setup, &cases);
	cases_fini(&cases);
	return status;
}
