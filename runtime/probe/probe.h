/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A probe: a named point of instrumentation, and where it stands. Pure data, made by providers,
 * read by all above. */
#ifndef RUNTIME_PROBE_PROBE_H
#define RUNTIME_PROBE_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/vec.h"
#include "runtime/probe/arch.h"
#include "runtime/probe/argloc.h"

struct arena;
struct map;
struct provider;

/* What makes it fire. */
enum probe_trigger {
	TRIGGER_SITE,	/* a thread comes by one of the sites */
	TRIGGER_SAMPLE,	/* a clock on every CPU: interval */
	TRIGGER_TIMER,	/* the consumer's own clock, in one place: interval */
	TRIGGER_BEGIN,	/* the consumer starts */
	TRIGGER_END,	/* the consumer ends */
	TRIGGER_ERROR,	/* a clause faults */
};

/* One place in one file where a probe stands. */
struct probe_site {
	uint64_t offset;	/* in the file: where to attach */
	uint64_t address;	/* as linked */
	uint64_t semaphore;	/* file offset of the 16-bit counter; 0: none */
	bool is_return;		/* fires where the function at the offset returns */
	enum arch_exec exec;	/* what the kernel does with its instruction */
	struct argloc *args;
	uint32_t n_args;
};

struct probe_arg {
	const char *type;	/* C text: "const char *"; NULL: not known */
	const char *name;	/* NULL: not known */
};

/* DTrace's stability: three words for each of five parts; printed by -v. */
struct probe_attr {
	const char *name, *data, *class;	/* "Evolving", "Evolving", "Common" */
};

struct probe {
	uint32_t id;			/* from 1, given by the list */
	const struct provider *impl;
	/* as users write and see it: "postgresql", "postgresql1234", "profile" */
	const char *provider;
	const char *module, *func, *name;	/* "" where there is none */
	enum probe_trigger trigger;

	/* SITE */
	/* a path that can be opened now: may lie in /proc/PID/map_files */
	const char *path;
	const char *label;		/* the path as the process knows it: for messages */
	uint64_t device, inode;		/* of the file that was read; another is not probed */
	int pid;			/* fires only in this process; 0: in all */
	/* -x follow: in those that it forks as well. Such a probe is attached in every process, and
	 * its routine asks in which it is. */
	bool follows;
	struct probe_site *sites;
	uint32_t n_sites;
	/* another way to the same, which tells arguments that this one does not, and costs more; or
	 * NULL */
	struct probe_site *exact_sites;
	uint32_t n_exact_sites;
	const char *const *definitions;	/* texts in D that its file brings along, then NULL;
					 * or none at all */

	/* SAMPLE, TIMER */
	uint64_t interval;		/* ns */

	struct probe_arg *args;		/* types; n_args may be larger than what some sites have */
	uint32_t n_args;
	const struct probe *as_told;	/* as its file tells of it, where a definition has made
					 * something else of arguments and sites; or NULL */
	/* where arg0.. lie when not in a site: profile, ERROR; NULL: none */
	const struct argloc *common_args;
	uint32_t n_common_args;
	/* five: provider, module, function, name, arguments; NULL: not known */
	const struct probe_attr *attrs;
};

/* Probes found so far, each once: what is found again by another description is the same probe. */
struct probe_list {
	struct arena *arena;		/* the probes and their text */
	VEC(struct probe *) probes;
	struct map *by_name;		/* for finding a probe again */
	struct map *cache;		/* what providers keep, by keys of theirs */
	VEC(struct probe *) found;	/* since probe_list_mark(), new or met again, each once */
	VEC(uint32_t) found_in;		/* by id - 1: the round in which it was last found */
	uint32_t round;
};

void probe_list_init(struct probe_list *list);
void probe_list_fini(struct probe_list *list);

/* Begins to count anew what is found. */
void probe_list_mark(struct probe_list *list);

/* The probe of this provider, pid, file, module, function and name: an earlier one, or a new one
 * that is still empty (n_sites 0, is_new true). file tells its file from others, and becomes its
 * path, which the caller may set to another. */
struct probe *probe_list_add(struct probe_list *list, const struct provider *impl,
			     const char *provider, int pid, const char *file, const char *module,
			     const char *func, const char *name, bool *is_new);

#endif
