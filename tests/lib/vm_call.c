/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The kernel's helpers, as far as our programs call them. */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/ebpf/insn.h"
#include "tests/lib/vm_impl.h"

/* What a register holds is one of our maps. */
static struct vm_map *get_map(struct vm *vm, uint64_t value)
{
	for (uint32_t i = 0; i < vm->program->n_maps; i++)
		if ((uintptr_t)&vm->maps[i] == value)
			return &vm->maps[i];
	vm_fail(vm, "a helper is given what is no map");
	return NULL;
}

static int call_lookup(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	struct vm_map *map = get_map(vm, r[R1]);
	void *key = map ? vm_memory(vm, r[R2], map->def->key_size, VM_READ) : NULL;
	struct vm_entry *entry;

	if (!key)
		return -1;
	entry = vm_entry_find(map, key);
	*result = entry ? (uintptr_t)entry->value : 0;
	return 0;
}

static int call_update(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	struct vm_map *map = get_map(vm, r[R1]);
	void *key = map ? vm_memory(vm, r[R2], map->def->key_size, VM_READ) : NULL;
	void *value = key ? vm_memory(vm, r[R3], map->def->value_size, VM_READ) : NULL;
	struct vm_entry *entry;

	if (!value)
		return -1;
	entry = vm_entry_find(map, key);
	if (entry && r[R4] == BPF_NOEXIST) {
		*result = -EEXIST;
		return 0;
	}
	if (!entry)
		entry = vm_entry_add(map, key);
	*result = entry ? 0 : -E2BIG;
	if (entry)
		memmove(entry->value, value, map->def->value_size);
	return 0;
}

static int call_delete(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	struct vm_map *map = get_map(vm, r[R1]);
	void *key = map ? vm_memory(vm, r[R2], map->def->key_size, VM_READ) : NULL;
	struct vm_entry *entry;

	if (!key)
		return -1;
	entry = vm_entry_find(map, key);
	*result = entry ? 0 : -ENOENT;
	if (entry)
		vm_entry_remove(map, entry);
	return 0;
}

static int call_ringbuf_output(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	struct vm_map *map = get_map(vm, r[R1]);
	void *data = map ? vm_memory(vm, r[R2], r[R3], VM_READ) : NULL;

	if (!data)
		return -1;
	vec_push(&vm->records, (struct vm_record){ xmemdup(data, r[R3]), r[R3] });
	*result = 0;
	return 0;
}

/* Until it is handed over or given up, the record is the program's own memory. */
static int call_ringbuf_reserve(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	if (!get_map(vm, r[R1]))
		return -1;
	if (vm->reserved.data)
		return vm_fail(vm, "two records are reserved at once");
	vm->reserved = (struct vm_record){ xcalloc(1, r[R2]), r[R2] };
	*result = (uintptr_t)vm->reserved.data;
	return 0;
}

static int call_ringbuf_finish(struct vm *vm, const uint64_t *r, bool is_good)
{
	if (!vm->reserved.data || r[R1] != (uintptr_t)vm->reserved.data)
		return vm_fail(vm, "a record that is not reserved is finished");
	if (is_good)
		vec_push(&vm->records, vm->reserved);
	else
		free(vm->reserved.data);
	vm->reserved = (struct vm_record){ 0 };
	return 0;
}

/* One byte of the world outside; own memory counts as the kernel's. */
static int outside_byte(struct vm *vm, uint64_t addr, bool is_user, bool may_wait, uint8_t *out)
{
	vec_each(range, &vm->ranges) {
		if (range->is_user != is_user || addr < range->addr ||
		    addr - range->addr >= range->size)
			continue;
		if (!range->is_resident && !may_wait)
			return -EFAULT;
		range->is_resident = true;
		*out = range->data[addr - range->addr];
		return 0;
	}
	if (!is_user) {
		const uint8_t *own = vm_memory(vm, addr, 1, VM_READ);

		if (own)
			*out = *own;
		else
			vm->error[0] = '\0';
		return own ? 0 : -EFAULT;
	}
	return -EFAULT;
}

static int call_read(struct vm *vm, const uint64_t *r, bool is_user, bool may_wait,
		     uint64_t *result)
{
	uint8_t *to = vm_memory(vm, r[R1], r[R2], VM_WRITE);
	int err = 0;

	if (!to)
		return -1;
	for (uint64_t i = 0; i < r[R2] && !err; i++)
		err = outside_byte(vm, r[R3] + i, is_user, may_wait, &to[i]);
	if (err)
		memset(to, 0, r[R2]);
	*result = (int64_t)err;
	return 0;
}

static int call_read_str(struct vm *vm, const uint64_t *r, bool is_user, uint64_t *result)
{
	uint8_t *to = vm_memory(vm, r[R1], r[R2], VM_WRITE);
	uint64_t n = 0;
	int err = 0;

	if (!to)
		return -1;
	*result = 0;
	if (!r[R2])
		return 0;
	do {
		err = outside_byte(vm, r[R3] + n, is_user, false, &to[n]);
	} while (!err && to[n++] && n < r[R2]);
	if (err) {
		memset(to, 0, r[R2]);
		*result = (int64_t)err;
		return 0;
	}
	to[n - 1] = '\0';
	*result = n;
	return 0;
}

/* Nothing is waited for: memory that is not resident is not written. */
static int call_write_user(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	const uint8_t *from = vm_memory(vm, r[R2], r[R3], VM_READ);

	if (!from)
		return -1;
	if (!r[R3])
		return vm_fail(vm, "nothing is written");
	vec_each(range, &vm->ranges) {
		if (!range->is_user || !range->is_resident || r[R1] < range->addr ||
		    r[R1] - range->addr > range->size ||
		    r[R3] > range->size - (r[R1] - range->addr))
			continue;
		memcpy(range->data + (r[R1] - range->addr), from, r[R3]);
		return *result = 0, 0;
	}
	*result = -EFAULT;
	return 0;
}

static int call_comm(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	char *to = vm_memory(vm, r[R1], r[R2], VM_WRITE);

	if (!to)
		return -1;
	memset(to, 0, r[R2]);
	for (uint64_t i = 0; i + 1 < r[R2] && i < sizeof(vm->env.comm); i++)
		to[i] = vm->env.comm[i];
	*result = 0;
	return 0;
}

/* Three frames, outside of what a program names; a kernel's lie above. */
static int call_stack(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	bool is_user = r[R4] & BPF_F_USER_STACK;
	uint64_t *to = vm_memory(vm, r[R2], r[R3], VM_WRITE);
	uint64_t n = r[R3] / sizeof(*to);

	if (!to)
		return -1;
	if (r[R1] != (uintptr_t)vm->ctx || r[R3] % sizeof(*to))
		return vm_fail(vm, "a stack is asked for in a wrong way");
	n = n < 3 ? n : 3;
	for (uint64_t i = 0; i < n; i++)
		to[i] = (is_user ? 0x10000000 : UINT64_C(0xffffffff81000000)) + 16 * i;
	*result = n * sizeof(*to);
	return 0;
}

static int call_snprintf(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	char *to = vm_memory(vm, r[R1], r[R2], VM_READ_WRITE);
	const char *format = vm_memory(vm, r[R3], 5, VM_READ);
	const int64_t *value = vm_memory(vm, r[R4], r[R5], VM_READ);

	if (!to || !format || !value)
		return -1;
	if (strcmp(format, "%lld"))
		return vm_fail(vm, "an unknown format");
	*result = snprintf(to, r[R2], "%" PRId64, *value) + 1;
	return 0;
}

static int call_loop(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	uint64_t i;

	for (i = 0; i < r[R1]; i++) {
		uint64_t stop;

		if (vm_exec(vm, r[R2], i, r[R3], &stop) < 0)
			return -1;
		if (stop > 1)
			return vm_fail(vm, "a loop's body returns %" PRIu64, stop);
		if (stop)
			break;
	}
	*result = i;
	return 0;
}

static int call_cookie(struct vm *vm, const uint64_t *r, uint64_t *result)
{
	if (r[R1] != (uintptr_t)vm->ctx)
		return vm_fail(vm, "the cookie is asked of something else than the context");
	*result = vm->env.cookie;
	return 0;
}

/* How many arguments a helper takes, in R1 and up. */
int vm_n_args(int helper)
{
	switch (helper) {
	case BPF_FUNC_get_attach_cookie: case BPF_FUNC_send_signal:
		return 1;
	case BPF_FUNC_map_lookup_elem: case BPF_FUNC_map_delete_elem:
	case BPF_FUNC_get_current_comm: case BPF_FUNC_ringbuf_submit:
	case BPF_FUNC_ringbuf_discard:
		return 2;
	case BPF_FUNC_probe_read_user: case BPF_FUNC_probe_read_user_str:
	case BPF_FUNC_probe_read_kernel: case BPF_FUNC_probe_read_kernel_str:
	case BPF_FUNC_probe_write_user:
	case BPF_FUNC_copy_from_user: case BPF_FUNC_ringbuf_reserve:
		return 3;
	case BPF_FUNC_map_update_elem: case BPF_FUNC_ringbuf_output: case BPF_FUNC_loop:
	case BPF_FUNC_get_stack:
		return 4;
	case BPF_FUNC_snprintf:
		return 5;
	default:
		return 0;
	}
}

int vm_call(struct vm *vm, int helper, const uint64_t *r, uint64_t *result)
{
	switch (helper) {
	case BPF_FUNC_map_lookup_elem:
		return call_lookup(vm, r, result);
	case BPF_FUNC_map_update_elem:
		return call_update(vm, r, result);
	case BPF_FUNC_map_delete_elem:
		return call_delete(vm, r, result);
	case BPF_FUNC_ktime_get_ns:
		return *result = vm->env.time, 0;
	case BPF_FUNC_get_smp_processor_id:
		return *result = vm->env.cpu, 0;
	case BPF_FUNC_get_current_pid_tgid:
		return *result = vm->env.pid_tid, 0;
	case BPF_FUNC_get_current_uid_gid:
		return *result = vm->env.uid_gid, 0;
	case BPF_FUNC_get_current_task:
		return *result = vm->env.task, 0;
	case BPF_FUNC_get_prandom_u32:
		return *result = (uint32_t)(vm->n_random++ * 2654435761u + 1), 0;
	case BPF_FUNC_get_current_comm:
		return call_comm(vm, r, result);
	case BPF_FUNC_get_attach_cookie:
		return call_cookie(vm, r, result);
	case BPF_FUNC_probe_read_user:
		return call_read(vm, r, true, false, result);
	case BPF_FUNC_copy_from_user:
		if (!vm->routine->is_sleepable)
			return vm_fail(vm, "a routine waits that must not");
		return call_read(vm, r, true, true, result);
	case BPF_FUNC_probe_read_kernel:
		return call_read(vm, r, false, false, result);
	case BPF_FUNC_probe_read_user_str:
		return call_read_str(vm, r, true, result);
	case BPF_FUNC_probe_read_kernel_str:
		return call_read_str(vm, r, false, result);
	case BPF_FUNC_ringbuf_output:
		return call_ringbuf_output(vm, r, result);
	case BPF_FUNC_ringbuf_reserve:
		return call_ringbuf_reserve(vm, r, result);
	case BPF_FUNC_ringbuf_submit:
		return call_ringbuf_finish(vm, r, true);
	case BPF_FUNC_ringbuf_discard:
		return call_ringbuf_finish(vm, r, false);
	case BPF_FUNC_snprintf:
		return call_snprintf(vm, r, result);
	case BPF_FUNC_loop:
		return call_loop(vm, r, result);
	case BPF_FUNC_get_stack:
		return call_stack(vm, r, result);
	case BPF_FUNC_probe_write_user:
		return call_write_user(vm, r, result);
	case BPF_FUNC_send_signal:
		vm->signal = r[R1];
		return *result = 0, 0;
	default:
		return vm_fail(vm, "helper %d is never called", helper);
	}
}
