/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The consumer's side of walking stacks: the tables lie in memory shared with the kernel, and the
 * consumer fills them with what files say of their functions. Files of the processes of -p and -c,
 * or of some that have the probes, come first; of others the routines leave word when they meet
 * them, in the map of files. Stacks until then end where the frame pointers lead. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"
#include "runtime/kern/map.h"
#include "runtime/proc/proc.h"
#include "runtime/proc/symbols.h"
#include "runtime/proc/unwind.h"
#include "runtime/session/session_impl.h"

/* The kernel packs a device's number so. */
enum { DEVICE_SHIFT = 20 };

/* A process whose mappings were told. */
struct process {
	int pid;
	struct proc_image image;
};

/* What a file was called where it was met first. */
struct file_path {
	struct unwind_file_key key;
	char *path;
};

struct unwinder {
	struct unwind_tables tables;
	VEC(struct file_path) paths;
	VEC(struct process) processes;
	size_t rows_size, index_size, rules_size;
	uint64_t n_served;		/* of run_control.unwind_asked */
	bool is_full;			/* it was told that there is no more room */
};

static void *share(struct session *s, uint32_t map, size_t *size)
{
	*size = s->compiled->program->maps[map].value_size;
	return kern_map_mmap(s->loaded.maps[map], *size);
}

int session_unwind_begin(struct session *s)
{
	const struct compiled *c = s->compiled;
	struct unwinder *u;

	if (c->unwind_rows == UINT32_MAX || s->loaded.maps[c->unwind_rows] < 0)
		return 0;
	u = s->unwinder = xcalloc(1, sizeof(*u));
	unwind_init(&u->tables);
	u->tables.rows = share(s, c->unwind_rows, &u->rows_size);
	u->tables.index = share(s, c->unwind_index, &u->index_size);
	u->tables.rules = share(s, c->unwind_rules, &u->rules_size);
	if (!u->tables.rows || !u->tables.index || !u->tables.rules)
		return diag_error(s->dg, NULL, D_LOAD, "cannot map the tables to walk stacks by");
	u->tables.max_rows = (uint32_t)(u->rows_size / sizeof(*u->tables.rows));
	u->tables.max_index = (uint32_t)(u->index_size / sizeof(*u->tables.index));
	u->tables.max_rules = (uint32_t)(u->rules_size / sizeof(*u->tables.rules));
	return 0;
}

void session_unwind_end(struct session *s)
{
	struct unwinder *u = s->unwinder;

	if (!u)
		return;
	if (u->tables.rows)
		munmap(u->tables.rows, u->rows_size);
	if (u->tables.index)
		munmap(u->tables.index, u->index_size);
	if (u->tables.rules)
		munmap(u->tables.rules, u->rules_size);
	unwind_fini(&u->tables);
	vec_fini(&u->processes);
	vec_each(file, &u->paths)
		free(file->path);
	vec_fini(&u->paths);
	free(u);
	s->unwinder = NULL;
}

static int files_map(const struct session *s)
{
	return s->loaded.maps[s->compiled->unwind_files];
}

/* This may be while it runs. */
static void tell_full(struct session *s, const char *path)
{
	if (!s->unwinder->is_full)
		fprintf(s->config.err,
			"dtrace: no room for the call frames of %s: stacks there are found by "
			"frame pointers\n", path);
	s->unwinder->is_full = true;
}

/* Whatever comes of it, the file is known then: of one without tables nobody asks again. */
static struct unwind_file add_file(struct session *s, int pid, const struct proc_map *map,
				   const struct unwind_file_key *key)
{
	struct elfobj *obj = proc_map_open("/proc", pid, map);
	struct unwind_file file = { 0 };

	if (obj && unwind_add(&s->unwinder->tables, obj, &file) == -ENOSPC)
		tell_full(s, map->path);
	elfobj_close(obj);
	file.asker = 1;
	kern_map_update(files_map(s), key, &file);
	vec_push(&s->unwinder->paths, ((struct file_path){ *key, xstrdup(map->path) }));
	return file;
}

static struct unwind_file_key key_of(const struct proc_map *map)
{
	return (struct unwind_file_key){
		.device = (uint64_t)map->dev_major << DEVICE_SHIFT | map->dev_minor,
		.inode = proc_map_is_vdso(map) ? RECORD_VDSO_INODE : map->inode,
	};
}

static void add_blocks(struct session *s, const struct process *process, const struct proc_map *map,
		       const struct unwind_file *file)
{
	struct unwind_map value = {
		.start = map->start,
		.size = map->end - map->start,
		.base = map->start - map->offset + file->base,
		.index = file->index,
		.n_granules = file->n_granules,
		.page = map->offset / (uint64_t)sysconf(_SC_PAGESIZE),
		.file = key_of(map),
	};
	struct unwind_map_key key = {
		.process = (uint64_t)process->pid << UNWIND_PROCESS_SHIFT |
			   process->image.stack_start >> UNWIND_STACK_SHIFT,
	};

	for (uint64_t block = map->start >> UNWIND_BLOCK_SHIFT;
	     block <= (map->end - 1) >> UNWIND_BLOCK_SHIFT; block++) {
		key.block = process->image.code_pages << UNWIND_PAGES_SHIFT | block;
		kern_map_update(s->loaded.maps[s->compiled->unwind_maps], &key, &value);
	}
}

static void add_mapping(struct session *s, const struct process *process,
			const struct proc_map *map)
{
	struct unwind_file_key key = key_of(map);
	struct unwind_file file;

	if (!map->is_exec || !key.inode)
		return;
	if (kern_map_find(files_map(s), &key, &file))
		file = add_file(s, process->pid, map, &key);
	if (file.n_granules)
		add_blocks(s, process, map, &file);
}

static int read_maps(int pid, struct proc_maps *out)
{
	auto_free char *path = xasprintf("/proc/%d/maps", pid);
	auto_fclose FILE *f = fopen(path, "re");

	return f ? proc_maps_read(f, out) : -errno;
}

static struct process *find_process(struct unwinder *u, int pid)
{
	vec_each(process, &u->processes)
		if (process->pid == pid)
			return process;
	vec_push(&u->processes, ((struct process){ .pid = pid }));
	return &u->processes.data[u->processes.len - 1];
}

/* As it is now; what it was when we last looked need not be told again. */
static void add_process(struct session *s, int pid)
{
	struct process *process = find_process(s->unwinder, pid);
	struct proc_image image;
	struct proc_maps maps;

	if (proc_image_read("/proc", pid, &image) ||
	    !memcmp(&image, &process->image, sizeof(image)) || read_maps(pid, &maps))
		return;
	process->image = image;
	vec_each(map, &maps.maps)
		add_mapping(s, process, map);
	proc_maps_fini(&maps);
}

struct pids {
	VEC(int) all;
};

static void add_pid(struct pids *pids, int pid)
{
	vec_each(known, &pids->all)
		if (*known == pid)
			return;
	vec_push(&pids->all, pid);
}

/* Where nobody named a process, one that has the probe's file is like the others that do. */
static void add_pid_of_probe(struct session *s, const struct probe *probe, struct pids *pids)
{
	const struct proc_object *objects;
	struct diag *untold = diag_new();
	uint32_t n_hidden;
	int n;

	if (probe->trigger != TRIGGER_SITE)
		return diag_free(untold);
	if (probe->pid)
		add_pid(pids, probe->pid);
	n = probe->pid ? 0 : proc_objects(s->procs, NULL, 0, untold, &objects, &n_hidden);
	for (int i = 0; i < n; i++)
		if (objects[i].inode == probe->inode)
			add_pid(pids, objects[i].pid);
	diag_free(untold);
}

/* Processes may have opened libraries since, and there may be more of them. */
void session_unwind_refresh(struct session *s)
{
	if (!s->unwinder)
		return;
	vec_each(pid, &s->pids)
		find_process(s->unwinder, *pid);
	for (size_t i = 0; i < s->unwinder->processes.len; i++)
		add_process(s, s->unwinder->processes.data[i].pid);
}

void session_unwind_learn(struct session *s)
{
	struct pids pids = { 0 };

	if (!s->unwinder)
		return;
	vec_each(pid, &s->pids)
		add_pid(&pids, *pid);
	if (!pids.all.len)
		vec_each(probe, &s->compiled->probes)
			add_pid_of_probe(s, *probe, &pids);
	vec_each(pid, &pids.all)
		add_process(s, *pid);
	vec_fini(&pids.all);
}

/* The mapping that a process has at the address. If there is none any more, or no process, another
 * one may ask. */
static void answer(struct session *s, int pid, uint64_t address, const struct unwind_file_key *key)
{
	struct proc_maps maps = { 0 };
	bool is_found = false;

	/* What the process is told to have here has names when it has ended. */
	proc_symbols_learn(s->symbols, pid);
	if (!read_maps(pid, &maps))
		vec_each(map, &maps.maps)
			if (address >= map->start && address < map->end) {
				add_file(s, pid, map, key);
				is_found = true;
			}
	proc_maps_fini(&maps);
	if (!is_found)
		kern_map_delete(files_map(s), key);
}

/* A request, copied, since tables must not be made while the map is walked. */
struct request {
	struct unwind_file_key key;
	struct unwind_file file;
};

struct requests {
	VEC(struct request) all;
};

static int take_request(const void *key, const void *value, void *ctx)
{
	struct requests *requests = ctx;
	const struct unwind_file *file = value;

	if (file->address)
		vec_push(&requests->all,
			 ((struct request){ *(const struct unwind_file_key *)key, *file }));
	return 0;
}

void session_unwind_serve(struct session *s)
{
	struct requests requests = { 0 };
	struct kern_map_def def;
	uint64_t n_asked;

	if (!s->unwinder)
		return;
	n_asked = __atomic_load_n(&s->loaded.control->unwind_asked, __ATOMIC_ACQUIRE);
	if (n_asked == s->unwinder->n_served)
		return;
	s->unwinder->n_served = n_asked;
	def = loaded_map_def(s->compiled, s->compiled->unwind_files);
	kern_map_each(files_map(s), &def, take_request, &requests);
	vec_each(request, &requests.all)
		answer(s, (int)(request->file.asker >> 32), request->file.address, &request->key);
	vec_fini(&requests.all);
}

/* Names of processes that have ended. Nobody looked at one that was there for a short while; but
 * what the walks kept tells where its files were mapped. */

struct gone {
	const struct unwinder *u;
	int pid;
	struct proc_maps maps;
};

static const char *path_of(const struct unwinder *u, const struct unwind_file_key *key)
{
	vec_each(file, &u->paths)
		if (!memcmp(&file->key, key, sizeof(*key)))
			return file->path;
	return NULL;
}

static int take_map(const void *data, const void *value, void *ctx)
{
	const struct unwind_map_key *key = data;
	const struct unwind_map *map = value;
	struct gone *gone = ctx;
	const char *path;

	if (key->process >> UNWIND_PROCESS_SHIFT != (uint64_t)gone->pid)
		return 0;
	path = path_of(gone->u, &map->file);
	if (!path)
		return 0;
	vec_push(&gone->maps.maps, ((struct proc_map){
		.start = map->start,
		.end = map->start + map->size,
		.offset = map->page * (uint64_t)sysconf(_SC_PAGESIZE),
		.is_exec = true,
		.dev_major = (uint32_t)(map->file.device >> DEVICE_SHIFT),
		.dev_minor = (uint32_t)(map->file.device & ((1 << DEVICE_SHIFT) - 1)),
		.inode = map->file.device ? map->file.inode : 0,
		.path = xstrdup(path),
	}));
	return 0;
}

void session_unwind_recall(struct session *s, int pid)
{
	struct gone gone = { .u = s->unwinder, .pid = pid };
	struct kern_map_def def;

	if (!s->unwinder)
		return;
	def = loaded_map_def(s->compiled, s->compiled->unwind_maps);
	kern_map_each(s->loaded.maps[s->compiled->unwind_maps], &def, take_map, &gone);
	proc_symbols_tell(s->symbols, pid, &gone.maps);
}
