/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* programs SEED N [--load | --mutate]: N random programs are compiled. One that is refused must
 * have been told why, and one that is not must run in the interpreter, which is as strict as the
 * kernel at run time, and what it records must be consumed; or with --load be accepted by the
 * kernel. With --mutate each text is damaged first. What fails is shown. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/probe/provider.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/traced.h"
#include "tests/programs/text.h"
#include "tests/run/machine.h"
#include "tests/run/player.h"

struct fuzz {
	const struct machine_ops *ops;
	struct kern_caps caps;
	uint64_t seed;
	bool mutates;
	uint32_t n_refused, n_failed;
};

static void show(struct fuzz *f, uint32_t number, const char *what, const char *text,
		 const struct pipeline *p)
{
	static const struct diag_style style = { .program = "#", .show_tags = true };

	f->n_failed++;
	printf("# %s, seed %" PRIu64 " number %" PRIu32 ":\n%s", what, f->seed, number, text);
	diag_print(p->dg, stdout, &style);
}

static void play(struct fuzz *f, uint32_t number, const char *text, struct pipeline *p)
{
	auto_str struct str out = { 0 };

	if (!player_run(p, &out))
		show(f, number, strstr(str_text(&out), PLAYER_FAILED), text, p);
}

/* BEGIN and END run in the kernel as well. NULL, or what went wrong. */
static const char *run(const struct fuzz *f, struct machine *m, const struct compiled *c)
{
	const char *failure = NULL;

	f->ops->set_state(m, RUN_ACTIVE);
	vec_each(plan, &c->plans)
		vec_each(point, &plan->points)
			if (!failure && point->probe->trigger != TRIGGER_SITE)
				failure = f->ops->fire(m, plan->routine, point);
	return failure;
}

static void load(struct fuzz *f, uint32_t number, const char *text, struct pipeline *p)
{
	struct machine *m = f->ops->open(p->compiled, p->dg);
	const char *failure = m ? run(f, m, p->compiled) : "the kernel refuses it";

	if (failure)
		show(f, number, failure, text, p);
	if (m)
		f->ops->close(m);
}

static void try_compiled(struct fuzz *f, uint32_t number, const char *text, struct pipeline *p)
{
	if (f->ops->has_sites)
		play(f, number, text, p);
	else
		load(f, number, text, p);
}

static void try_program(struct fuzz *f, uint32_t number)
{
	struct random rnd = { .state = f->seed ^ (uint64_t)number << 32 };
	struct kern_caps caps = f->caps;
	auto_str struct str text = { 0 };
	struct pipeline p;

	random_program(&text, &rnd);
	for (uint32_t i = f->mutates ? 1 + random_below(&rnd, 4) : 0; i; i--)
		random_mutation(&text, &rnd);
	if (!pipeline_compile(&p, "random", text.data, &caps)) {
		try_compiled(f, number, text.data, &p);
	} else {
		f->n_refused++;
		if (!diag_n_errors(p.dg))
			show(f, number, "refused without a reason", text.data, &p);
	}
	pipeline_fini(&p);
}

int main(int argc, char **argv)
{
	struct fuzz f = { .ops = &vm_machine };
	uint32_t n;

	if (argc < 3 || !traced_memory())
		return 2;
	f.seed = strtoull(argv[1], NULL, 0);
	n = (uint32_t)strtoul(argv[2], NULL, 0);
	if (argc > 3 && !strcmp(argv[3], "--load"))
		f.ops = &kernel_machine;
	f.mutates = argc > 3 && !strcmp(argv[3], "--mutate");
	f.ops->init_caps(&f.caps);
	for (uint32_t i = 0; i < n; i++)
		try_program(&f, i);
	printf("# %" PRIu32 " programs, %" PRIu32 " refused, %" PRIu32 " failed\n", n, f.n_refused,
	       f.n_failed);
	return f.n_failed || (f.n_refused > n / 2 && !f.mutates) ? 1 : 0;
}
