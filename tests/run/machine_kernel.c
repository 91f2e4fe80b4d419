/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Programs are loaded as they would be for tracing, so the verifier sees them all. Only what the
 * consumer calls by itself (BEGIN, END) can be run by hand; the process that is traced is then our
 * own. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/compile/compile.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/load.h"
#include "runtime/kern/ring.h"
#include "runtime/session/load.h"
#include "tests/run/machine.h"

struct machine {
	const struct compiled *compiled;
	struct loaded loaded;
	struct kern_caps caps;
};

static void close_kernel(struct machine *m)
{
	loaded_fini(&m->loaded);
	free(m);
}

static struct machine *open_kernel(const struct compiled *c, struct diag *dg)
{
	struct machine *m = xcalloc(1, sizeof(*m));

	m->compiled = c;
	if (!loaded_init(&m->loaded, c, &m->caps, dg))
		return m;
	close_kernel(m);
	return NULL;
}

static void set_state(struct machine *m, enum run_state state)
{
	if (m->loaded.control->state != RUN_ENDING)
		m->loaded.control->state = state;
}

static const char *fire(struct machine *m, uint32_t routine, const struct attach_point *point)
{
	int err = kern_prog_run(m->loaded.progs[routine], point->cookie);

	return err < 0 ? strerror(-err) : NULL;
}

struct taker {
	record_fn *fn;
	void *ctx;
};

static int take_one(const void *data, size_t size, void *ctx)
{
	struct taker *taker = ctx;

	taker->fn(data, size, taker->ctx);
	return 0;
}

static void drain(struct machine *m, record_fn *fn, void *ctx)
{
	struct taker taker = { fn, ctx };

	kern_ring_read(m->loaded.ring, 0, take_one, &taker, NULL);
}

struct visitor {
	entry_fn *fn;
	void *ctx;
	uint32_t n_cpus;		/* so many values come together */
};

static int visit(const void *key, const void *values, void *ctx)
{
	struct visitor *visitor = ctx;

	visitor->fn(key, values, visitor->n_cpus, visitor->ctx);
	return 0;
}

static void each(struct machine *m, uint32_t map, entry_fn *fn, void *ctx)
{
	struct kern_map_def def = loaded_map_def(m->compiled, map);
	struct visitor visitor = { fn, ctx, 1 };
	void *values;

	if (def.type != BPF_MAP_TYPE_PERCPU_ARRAY) {
		kern_map_each(m->loaded.maps[map], &def, visit, &visitor);
		return;
	}
	values = xcalloc(1, kern_map_value_size(&def));
	visitor.n_cpus = (uint32_t)kern_n_cpus();
	for (uint32_t key = 0; key < def.n_entries; key++)
		if (!kern_map_find(m->loaded.maps[map], &key, values))
			visit(&key, values, &visitor);
	free(values);
}

/* Whatever this one can: it is tried. */
static void init_caps(struct kern_caps *caps)
{
	memset(caps, 0, sizeof(*caps));
}

const struct machine_ops kernel_machine = {
	.name = "kernel",
	.init_caps = init_caps,
	.open = open_kernel,
	.close = close_kernel,
	.set_state = set_state,
	.fire = fire,
	.drain = drain,
	.each = each,
};
