/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Processes as the kernel shows them under /proc, read from a directory that a test can supply. */
#ifndef RUNTIME_PROC_PROC_H
#define RUNTIME_PROC_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "runtime/base/vec.h"

struct diag;

/* One mapping of /proc/PID/maps. */
struct proc_map {
	uint64_t start, end, offset;
	bool is_exec, is_write, is_shared;
	uint32_t dev_major, dev_minor;
	uint64_t inode;
	char *path;	/* as written there, " (deleted)" included; "" if anonymous */
};

struct proc_maps {
	VEC(struct proc_map) maps;	/* each owns its path */
};

/* Reads the format of /proc/PID/maps. 0 or a negative errno; -EINVAL if it is not that format. */
int proc_maps_read(FILE *f, struct proc_maps *out);
void proc_maps_fini(struct proc_maps *maps);

/* Reads one line, which ends in NUL without a newline; out->path points into it. 0 or -EINVAL. */
int proc_map_parse(char *line, struct proc_map *out);

struct elfobj;

/* What the process executes, by two numbers that hardly stay the same when that changes. */
struct proc_image {
	uint64_t stack_start;	/* address where the first stack begins, which exec chooses anew */
	uint64_t code_pages;	/* how much code is mapped */
};

/* 0 or a negative errno: there is no such process, or it may not be looked at. */
int proc_image_read(const char *proc_root, int pid, struct proc_image *out);

/* One that has ended but was not waited for runs no more either. Where nobody can tell, as without
 * free descriptors, it does. */
bool proc_is_running(const char *proc_root, int pid);

/* Is it the file that the kernel maps into each process? */
bool proc_map_is_vdso(const struct proc_map *map);

/* That file, as this process has it; NULL: it has none. Belongs to the caller. */
struct elfobj *proc_vdso_open(void);

/* The file of a process's mapping: the mapping itself, or what is found under its name; NULL if it
 * cannot be read. Belongs to the caller. */
struct elfobj *proc_map_open(const char *proc_root, int pid, const struct proc_map *map);

/* A file that some process has mapped as code. */
struct proc_object {
	uint32_t dev_major, dev_minor;	/* as /proc/PID/maps has them; on some file systems stat()
					 * names another device */
	uint64_t inode;
	const char *path;		/* as the process sees it, without " (deleted)" */
	const char *open_path;		/* can be opened from here: the path itself if it is the
					 * same file, else one below /proc/PID */
	int pid;			/* one process that maps it */
	bool is_main;			/* it is that process's executable */
};

struct proc_cache;

struct proc_cache *proc_cache_new(const char *proc_root);	/* "/proc" */
/* A process, and the number by which its files are asked for: its own, or an ancestor's. */
struct proc_alias {
	int pid, as;
};

/* One that sees only these processes, as they are now: all there is are theirs, and another one has
 * nothing mapped. */
struct proc_cache *proc_cache_new_of(const char *proc_root, const struct proc_alias *aliases,
				     uint32_t n);
void proc_cache_free(struct proc_cache *procs);			/* NULL is allowed */

/* The kernel judges, as for every debugger. Mappings are no measure: who has CAP_PERFMON sees those
 * of everybody (Linux 6.12). A process that has ended may be traced. */
bool proc_may_trace(const char *proc_root, int pid);

/* All files mapped as code by the n processes, each once by device and inode. n 0: by any process
 * that can be looked at; those are looked at once, and further calls give the same. So is each of a
 * cache of some processes. The result belongs to the cache. Returns their number, or a negative
 * errno if a named process does not exist (told). Processes that may not be looked at are skipped;
 * *n_hidden counts them. */
int proc_objects(struct proc_cache *procs, const int *pids, uint32_t n, struct diag *dg,
		 const struct proc_object **out, uint32_t *n_hidden);

#endif
