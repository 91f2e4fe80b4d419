/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/kernel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/vec.h"
#include "runtime/kern/funcinfo.h"

#define LOG_SIZE (1u << 20)

struct kernel {
	const struct ebpf_program *program;
	int *maps;
	VEC(int) progs;
	char *log;
};

static int sys_bpf(int cmd, union bpf_attr *attr)
{
	long result = syscall(__NR_bpf, cmd, attr, sizeof(*attr));

	return result < 0 ? -errno : (int)result;
}

static uint64_t address(const void *p)
{
	return (uintptr_t)p;
}

bool kernel_is_usable(void)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_HASH, .key_size = 4, .value_size = 4, .max_entries = 1
	};
	int fd;

	if (getenv("DTRACE_NO_LIVE"))
		return false;
	fd = sys_bpf(BPF_MAP_CREATE, &attr);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static int map_update(int fd, const void *key, const void *value)
{
	union bpf_attr attr = { .map_fd = fd, .key = address(key), .value = address(value) };

	return sys_bpf(BPF_MAP_UPDATE_ELEM, &attr);
}

static int map_new(const struct ebpf_map *map)
{
	union bpf_attr attr = {
		.map_type = map->type,
		.key_size = map->key_size,
		.value_size = map->value_size,
		.max_entries = map->n_entries,
		.map_flags = map->flags,
	};
	union bpf_attr freeze = { 0 };
	static const uint32_t zero;
	int fd, err = 0;

	memcpy(attr.map_name, map->name, sizeof(map->name));
	fd = sys_bpf(BPF_MAP_CREATE, &attr);
	if (fd < 0)
		return fd;
	if (map->init)
		err = map_update(fd, &zero, map->init);
	freeze.map_fd = fd;
	if (!err && map->is_frozen)
		err = sys_bpf(BPF_MAP_FREEZE, &freeze);
	if (err)
		close(fd);
	return err ? err : fd;
}

struct kernel *kernel_new(const struct ebpf_program *program)
{
	struct kernel *k = xcalloc(1, sizeof(*k));
	bool is_good = true;

	k->program = program;
	k->log = xcalloc(1, LOG_SIZE);
	k->maps = xcalloc(program->n_maps, sizeof(*k->maps));
	for (uint32_t i = 0; i < program->n_maps; i++) {
		k->maps[i] = map_new(&program->maps[i]);
		is_good = is_good && k->maps[i] >= 0;
	}
	if (is_good)
		return k;
	kernel_free(k);
	return NULL;
}

void kernel_free(struct kernel *k)
{
	if (!k)
		return;
	vec_each(prog, &k->progs)
		close(*prog);
	for (uint32_t i = 0; i < k->program->n_maps; i++)
		if (k->maps[i] >= 0)
			close(k->maps[i]);
	vec_fini(&k->progs);
	free(k->maps);
	free(k->log);
	free(k);
}

const char *kernel_log(const struct kernel *k)
{
	return k->log;
}

static uint32_t prog_type(enum ir_context context)
{
	switch (context) {
	case CONTEXT_SITE:
		return BPF_PROG_TYPE_KPROBE;
	case CONTEXT_SAMPLE:
		return BPF_PROG_TYPE_PERF_EVENT;
	case CONTEXT_CALL: case CONTEXT_SWITCH: case CONTEXT_BODY:
		break;
	}
	return BPF_PROG_TYPE_RAW_TRACEPOINT;
}

static int prog_load(struct kernel *k, const struct ebpf_routine *routine,
		     const struct bpf_insn *insns, int log_level)
{
	union bpf_attr attr = {
		.prog_type = prog_type(routine->context),
		.insns = address(insns),
		.insn_cnt = routine->n_insns,
		.license = address("Dual BSD/GPL"),
		.log_buf = log_level ? address(k->log) : 0,
		.log_size = log_level ? LOG_SIZE : 0,
		.log_level = log_level,
		.prog_flags = routine->is_sleepable ? BPF_F_SLEEPABLE : 0,
	};
	struct kern_funcinfo info;
	int fd = kern_funcinfo_init(&info, insns, routine->n_insns);

	if (fd < 0)
		return fd;
	if (info.n_records) {
		attr.prog_btf_fd = info.btf_fd;
		attr.func_info = address(info.records);
		attr.func_info_cnt = info.n_records;
		attr.func_info_rec_size = sizeof(*info.records);
	}
	fd = sys_bpf(BPF_PROG_LOAD, &attr);
	kern_funcinfo_fini(&info);
	return fd;
}

int kernel_load(struct kernel *k, uint32_t index)
{
	const struct ebpf_routine *routine = &k->program->routines[index];
	struct bpf_insn *insns = xmemdup(routine->insns, routine->n_insns * sizeof(*insns));
	int fd;

	for (uint32_t i = 0; i < routine->n_relocs; i++)
		insns[routine->relocs[i].insn].imm = k->maps[routine->relocs[i].map];
	fd = prog_load(k, routine, insns, 0);
	if (fd < 0 && prog_load(k, routine, insns, 1) < 0)
		k->log[LOG_SIZE - 1] = '\0';
	free(insns);
	if (fd >= 0)
		vec_push(&k->progs, fd);
	return fd;
}

int kernel_run(struct kernel *k, int prog, uint64_t arg)
{
	uint64_t args[1] = { arg };
	union bpf_attr attr = { 0 };

	(void)k;
	attr.test.prog_fd = prog;
	attr.test.ctx_in = address(args);
	attr.test.ctx_size_in = sizeof(args);
	return sys_bpf(BPF_PROG_TEST_RUN, &attr);
}

int kernel_map_read(struct kernel *k, uint32_t map, const void *key, void *value)
{
	static const uint32_t zero;
	union bpf_attr attr = { .map_fd = k->maps[map] };

	attr.key = address(key ? key : &zero);
	attr.value = address(value);
	return sys_bpf(BPF_MAP_LOOKUP_ELEM, &attr);
}
