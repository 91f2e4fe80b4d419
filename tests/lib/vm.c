/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "tests/lib/vm.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/ebpf/insn.h"
#include "tests/lib/vm_impl.h"

int vm_fail(struct vm *vm, const char *fmt, ...)
{
	va_list ap;

	if (vm->error[0])
		return -1;
	va_start(ap, fmt);
	vsnprintf(vm->error, sizeof(vm->error), fmt, ap);
	va_end(ap);
	return -1;
}

/* Maps */

static bool is_keyed(const struct ebpf_map *def)
{
	return def->type != BPF_MAP_TYPE_ARRAY && def->type != BPF_MAP_TYPE_PERCPU_ARRAY;
}

struct vm_entry *vm_entry_find(struct vm_map *map, const void *key)
{
	vec_each(entry, &map->entries)
		if (!memcmp(entry->key, key, map->def->key_size))
			return entry;
	return NULL;
}

struct vm_entry *vm_entry_add(struct vm_map *map, const void *key)
{
	struct vm_entry *entry;

	if (map->entries.len >= map->def->n_entries) {
		if (map->def->type != BPF_MAP_TYPE_LRU_HASH)
			return NULL;
		vm_entry_remove(map, &map->entries.data[0]);
	}
	entry = vec_add(&map->entries);
	entry->key = xmemdup(key, map->def->key_size);
	entry->value = xcalloc(1, map->def->value_size);
	return entry;
}

void vm_entry_remove(struct vm_map *map, struct vm_entry *entry)
{
	size_t i = entry - map->entries.data;

	free(entry->key);
	free(entry->value);
	memmove(entry, entry + 1, (map->entries.len - i - 1) * sizeof(*entry));
	map->entries.len--;
}

static void init_map(struct vm_map *map, const struct ebpf_map *def)
{
	map->def = def;
	if (is_keyed(def))
		return;
	for (uint32_t key = 0; key < def->n_entries; key++)
		vm_entry_add(map, &key);
	if (def->init)
		memcpy(map->entries.data[0].value, def->init, def->value_size);
}

void *vm_map_find(struct vm *vm, uint32_t map, const void *key)
{
	static const uint32_t zero;
	struct vm_entry *entry = vm_entry_find(&vm->maps[map], key ? key : &zero);

	return entry ? entry->value : NULL;
}

size_t vm_map_len(const struct vm *vm, uint32_t map)
{
	return vm->maps[map].entries.len;
}

void *vm_map_at(struct vm *vm, uint32_t map, size_t i, const void **key)
{
	if (i >= vm->maps[map].entries.len)
		return NULL;
	if (key)
		*key = vm->maps[map].entries.data[i].key;
	return vm->maps[map].entries.data[i].value;
}

/* The machine */

struct vm *vm_new(const struct ebpf_program *program)
{
	struct vm *vm = xcalloc(1, sizeof(*vm));

	vm->program = program;
	vm->env.pid_tid = 1000ull << 32 | 1001;
	vm->env.time = 1000000;
	strcpy(vm->env.comm, "vm");
	vm->maps = xcalloc(program->n_maps, sizeof(*vm->maps));
	for (uint32_t i = 0; i < program->n_maps; i++)
		init_map(&vm->maps[i], &program->maps[i]);
	return vm;
}

void vm_free(struct vm *vm)
{
	if (!vm)
		return;
	for (uint32_t i = 0; i < vm->program->n_maps; i++) {
		while (vm->maps[i].entries.len)
			vm_entry_remove(&vm->maps[i], vm->maps[i].entries.data);
		vec_fini(&vm->maps[i].entries);
	}
	vec_each(range, &vm->ranges)
		free(range->data);
	free(vm->reserved.data);
	vm_clear_records(vm);
	vec_fini(&vm->ranges);
	vec_fini(&vm->records);
	free(vm->maps);
	free(vm);
}

struct vm_env *vm_env(struct vm *vm)
{
	return &vm->env;
}

const char *vm_error(const struct vm *vm)
{
	return vm->error;
}

uint64_t vm_insn_count(const struct vm *vm)
{
	return vm->n_insns;
}

uint64_t vm_call_count(const struct vm *vm)
{
	return vm->n_calls;
}

int vm_signal(const struct vm *vm)
{
	return vm->signal;
}

static void add_range(struct vm *vm, uint64_t addr, const void *data, size_t size, bool is_user,
		      bool is_resident)
{
	vec_push(&vm->ranges, (struct vm_range){ .addr = addr,
						 .size = size,
						 .data = xmemdup(data, size),
						 .is_user = is_user,
						 .is_resident = is_resident });
}

void vm_add_user(struct vm *vm, uint64_t addr, const void *data, size_t size, bool is_resident)
{
	add_range(vm, addr, data, size, true, is_resident);
}

void vm_add_kernel(struct vm *vm, uint64_t addr, const void *data, size_t size)
{
	add_range(vm, addr, data, size, false, true);
}

const void *vm_record(const struct vm *vm, size_t i, size_t *size)
{
	if (i >= vm->records.len)
		return NULL;
	*size = vm->records.data[i].size;
	return vm->records.data[i].data;
}

size_t vm_n_records(const struct vm *vm)
{
	return vm->records.len;
}

void vm_clear_records(struct vm *vm)
{
	vec_each(record, &vm->records)
		free(record->data);
	vm->records.len = 0;
}

/* Memory */

static bool is_inside(uint64_t addr, uint64_t size, const void *start, uint64_t room)
{
	uint64_t base = (uintptr_t)start;

	return addr >= base && size <= room && addr - base <= room - size;
}

static void *stack_memory(struct vm *vm, struct vm_frame *frame, uint64_t addr, uint64_t size,
			  enum vm_access access)
{
	uint64_t off = addr - (uintptr_t)frame->bytes;

	for (uint64_t i = 0; i < size && access != VM_WRITE; i++) {
		if (!frame->written[off + i]) {
			vm_fail(vm, "the stack at r10%+d is read, but was not written",
				(int)(off + i) - VM_STACK);
			return NULL;
		}
	}
	memset(frame->written + off, 1, size);
	return frame->bytes + off;
}

static void *map_memory(struct vm *vm, struct vm_map *map, uint64_t addr, uint64_t size,
			enum vm_access access)
{
	vec_each(entry, &map->entries) {
		if (!is_inside(addr, size, entry->value, map->def->value_size))
			continue;
		if (access != VM_READ && map->def->is_frozen) {
			vm_fail(vm, "map %s is written, but is read-only", map->def->name);
			return NULL;
		}
		return (void *)(uintptr_t)addr;
	}
	return NULL;
}

void *vm_memory(struct vm *vm, uint64_t addr, uint64_t size, enum vm_access access)
{
	for (int i = 0; i < vm->n_frames; i++)
		if (is_inside(addr, size, vm->frames[i].bytes, VM_STACK))
			return stack_memory(vm, &vm->frames[i], addr, size, access);
	for (uint32_t i = 0; i < vm->program->n_maps; i++) {
		void *p = map_memory(vm, &vm->maps[i], addr, size, access);

		if (p || vm->error[0])
			return p;
	}
	if (is_inside(addr, size, vm->reserved.data, vm->reserved.size))
		return (void *)(uintptr_t)addr;
	if (access == VM_READ && is_inside(addr, size, vm->ctx, vm->ctx_size))
		return (void *)(uintptr_t)addr;
	vm_fail(vm, "%" PRIu64 " bytes at 0x%" PRIx64 " are nobody's", size, addr);
	return NULL;
}

/* Instructions */

struct regs {
	uint64_t r[11];
	uint16_t is_set;	/* mask: they may be read */
};

static uint32_t access_size(const struct bpf_insn *insn)
{
	switch (BPF_SIZE(insn->code)) {
	case BPF_B:
		return 1;
	case BPF_H:
		return 2;
	case BPF_W:
		return 4;
	default:
		return 8;
	}
}

static int get(struct vm *vm, struct regs *regs, int reg, uint64_t *out)
{
	*out = regs->r[reg];
	if (regs->is_set >> reg & 1)
		return 0;
	return vm_fail(vm, "r%d is read, but was not set", reg);
}

static void set(struct regs *regs, int reg, uint64_t value)
{
	regs->r[reg] = value;
	regs->is_set |= 1u << reg;
}

static void *access_memory(struct vm *vm, struct regs *regs, const struct bpf_insn *insn, int base,
			   enum vm_access access)
{
	uint64_t addr;

	if (get(vm, regs, base, &addr) < 0)
		return NULL;
	addr += insn->off;
	if (addr % access_size(insn)) {
		vm_fail(vm, "an access of %u bytes is not aligned", access_size(insn));
		return NULL;
	}
	return vm_memory(vm, addr, access_size(insn), access);
}

static int do_load(struct vm *vm, struct regs *regs, const struct bpf_insn *insn)
{
	void *p = access_memory(vm, regs, insn, insn->src_reg, VM_READ);
	uint64_t value = 0;

	if (!p)
		return -1;
	memcpy(&value, p, access_size(insn));
	set(regs, insn->dst_reg, value);
	return 0;
}

static int do_store(struct vm *vm, struct regs *regs, const struct bpf_insn *insn)
{
	void *p = access_memory(vm, regs, insn, insn->dst_reg, VM_WRITE);
	uint64_t value = (int64_t)insn->imm;

	if (!p || (BPF_CLASS(insn->code) == BPF_STX && get(vm, regs, insn->src_reg, &value) < 0))
		return -1;
	memcpy(p, &value, access_size(insn));
	return 0;
}

static int do_atomic(struct vm *vm, struct regs *regs, const struct bpf_insn *insn)
{
	void *p = access_memory(vm, regs, insn, insn->dst_reg, VM_READ_WRITE);
	uint64_t src, old = 0, value, expected;

	if (!p || get(vm, regs, insn->src_reg, &src) < 0)
		return -1;
	memcpy(&old, p, access_size(insn));
	if (insn->imm == BPF_CMPXCHG) {
		if (get(vm, regs, R0, &expected) < 0)
			return -1;
		value = old == expected ? src : old;
		set(regs, R0, old);
	} else {
		value = insn->imm == BPF_XCHG ? src : old + src;
		if (insn->imm & BPF_FETCH)
			set(regs, insn->src_reg, old);
	}
	memcpy(p, &value, access_size(insn));
	return 0;
}

static int do_ld64(struct vm *vm, struct regs *regs, const struct bpf_insn *insn, uint32_t pc)
{
	struct vm_map *map = &vm->maps[insn->imm];

	switch (insn->src_reg) {
	case BPF_PSEUDO_MAP_FD:
		set(regs, insn->dst_reg, (uintptr_t)map);
		return 0;
	case BPF_PSEUDO_MAP_VALUE:
		if (map->def->type != BPF_MAP_TYPE_ARRAY || map->def->n_entries != 1)
			return vm_fail(vm, "map %s has no address", map->def->name);
		set(regs, insn->dst_reg, (uintptr_t)map->entries.data[0].value + insn[1].imm);
		return 0;
	case BPF_PSEUDO_FUNC:
		set(regs, insn->dst_reg, pc + 1 + insn->imm);
		return 0;
	default:
		set(regs, insn->dst_reg,
		    (uint64_t)(uint32_t)insn[1].imm << 32 | (uint32_t)insn->imm);
		return 0;
	}
}

static uint64_t alu(int op, uint64_t a, uint64_t b)
{
	switch (op) {
	case BPF_ADD:
		return a + b;
	case BPF_SUB:
		return a - b;
	case BPF_MUL:
		return a * b;
	case BPF_DIV:
		return b ? a / b : 0;
	case BPF_MOD:
		return b ? a % b : a;
	case BPF_AND:
		return a & b;
	case BPF_OR:
		return a | b;
	case BPF_XOR:
		return a ^ b;
	case BPF_LSH:
		return a << (b & 63);
	case BPF_RSH:
		return a >> (b & 63);
	case BPF_ARSH:
		return (int64_t)a >> (b & 63);
	case BPF_NEG:
		return -a;
	default:
		return b;
	}
}

static uint32_t alu32(int op, uint32_t a, uint32_t b)
{
	switch (op) {
	case BPF_LSH:
		return a << (b & 31);
	case BPF_RSH:
		return a >> (b & 31);
	case BPF_ARSH:
		return (int32_t)a >> (b & 31);
	default:
		return alu(op, a, b);
	}
}

static int do_alu(struct vm *vm, struct regs *regs, const struct bpf_insn *insn)
{
	bool is_narrow = BPF_CLASS(insn->code) == BPF_ALU;
	int op = BPF_OP(insn->code);
	uint64_t a = 0, b = (int64_t)insn->imm;

	if (op == BPF_END)
		return vm_fail(vm, "an operation that is never emitted");
	if (op != BPF_MOV && get(vm, regs, insn->dst_reg, &a) < 0)
		return -1;
	if (BPF_SRC(insn->code) == BPF_X && get(vm, regs, insn->src_reg, &b) < 0)
		return -1;
	if (insn->dst_reg == R10)
		return vm_fail(vm, "r10 is written");
	if (BPF_SRC(insn->code) == BPF_K && (op == BPF_DIV || op == BPF_MOD) && !insn->imm)
		return vm_fail(vm, "a division by the constant 0");
	set(regs, insn->dst_reg, is_narrow ? alu32(op, a, b) : alu(op, a, b));
	return 0;
}

static bool holds(int op, uint64_t a, uint64_t b)
{
	switch (op) {
	case BPF_JEQ:
		return a == b;
	case BPF_JNE:
		return a != b;
	case BPF_JLT:
		return a < b;
	case BPF_JLE:
		return a <= b;
	case BPF_JGT:
		return a > b;
	case BPF_JGE:
		return a >= b;
	case BPF_JSLT:
		return (int64_t)a < (int64_t)b;
	case BPF_JSLE:
		return (int64_t)a <= (int64_t)b;
	case BPF_JSGT:
		return (int64_t)a > (int64_t)b;
	case BPF_JSGE:
		return (int64_t)a >= (int64_t)b;
	default:
		return true;	/* BPF_JA */
	}
}

/* Another function of the same program, behind its own. */
static int do_subprog_call(struct vm *vm, struct regs *regs, const struct bpf_insn *insn,
			   uint32_t pc)
{
	uint64_t result = 0;

	if (vm_exec(vm, pc + insn->imm, regs->r[R1], regs->r[R2], &result) < 0)
		return -1;
	regs->is_set &= ~EBPF_CALL_CLOBBERS;
	set(regs, R0, result);
	return 0;
}

static int do_call(struct vm *vm, struct regs *regs, const struct bpf_insn *insn)
{
	uint64_t result = 0, arg;

	for (int i = 0; i < vm_n_args(insn->imm); i++)
		if (get(vm, regs, R1 + i, &arg) < 0)
			return -1;
	vm->n_calls++;
	if (vm_call(vm, insn->imm, regs->r, &result) < 0)
		return -1;
	regs->is_set &= ~EBPF_CALL_CLOBBERS;
	set(regs, R0, result);
	return 0;
}

static int do_jump(struct vm *vm, struct regs *regs, const struct bpf_insn *insn, uint32_t *pc)
{
	int op = BPF_OP(insn->code);
	uint64_t a = 0, b = (int64_t)insn->imm;

	if (insn_is_subprog_call(insn))
		return do_subprog_call(vm, regs, insn, *pc);
	if (op == BPF_CALL)
		return do_call(vm, regs, insn);
	if (op != BPF_JA && get(vm, regs, insn->dst_reg, &a) < 0)
		return -1;
	if (op != BPF_JA && BPF_SRC(insn->code) == BPF_X && get(vm, regs, insn->src_reg, &b) < 0)
		return -1;
	if (BPF_CLASS(insn->code) == BPF_JMP32) {
		a = (int32_t)a;
		b = (int32_t)b;
	}
	if (holds(op, a, b))
		*pc += insn->off;
	return 0;
}

static int step(struct vm *vm, struct regs *regs, const struct bpf_insn *insn, uint32_t *pc)
{
	switch (BPF_CLASS(insn->code)) {
	case BPF_LD:
		*pc += 1;
		return do_ld64(vm, regs, insn, *pc - 2);
	case BPF_LDX:
		return do_load(vm, regs, insn);
	case BPF_STX:
		if (BPF_MODE(insn->code) == BPF_ATOMIC)
			return do_atomic(vm, regs, insn);
		return do_store(vm, regs, insn);
	case BPF_ST:
		return do_store(vm, regs, insn);
	case BPF_JMP: case BPF_JMP32:
		return do_jump(vm, regs, insn, pc);
	case BPF_ALU: case BPF_ALU64:
		return do_alu(vm, regs, insn);
	default:
		return vm_fail(vm, "an instruction that is never emitted");
	}
}

int vm_exec(struct vm *vm, uint32_t pc, uint64_t r1, uint64_t r2, uint64_t *result)
{
	struct regs regs = { .is_set = 1u << R1 | 1u << R10 };
	int err = 0;

	if (vm->n_frames == VM_MAX_FRAMES)
		return vm_fail(vm, "too many frames");
	regs.r[R1] = r1;
	if (vm->n_frames)
		set(&regs, R2, r2);
	regs.r[R10] = (uintptr_t)vm->frames[vm->n_frames].bytes + VM_STACK;
	memset(vm->frames[vm->n_frames].written, 0, VM_STACK);
	vm->n_frames++;
	while (!err) {
		const struct bpf_insn *insn = &vm->routine->insns[pc];

		if (pc >= vm->routine->n_insns)
			err = vm_fail(vm, "the code is left");
		else if (++vm->n_insns > VM_MAX_INSNS)
			err = vm_fail(vm, "too many instructions");
		else if (insn->code == (BPF_JMP | BPF_EXIT))
			break;
		pc++;
		if (!err)
			err = step(vm, &regs, insn, &pc);
	}
	vm->n_frames--;
	return err ? err : get(vm, &regs, R0, result);
}

int vm_run(struct vm *vm, uint32_t routine, const void *ctx, size_t size)
{
	auto_free uint8_t *copy = xmemdup(ctx, size);
	uint64_t result;

	vm->routine = &vm->program->routines[routine];
	vm->ctx = copy;
	vm->ctx_size = size;
	vm->n_insns = vm->n_calls = 0;
	vm->n_frames = 0;
	vm->signal = 0;
	vm->error[0] = '\0';
	return vm_exec(vm, 0, (uintptr_t)copy, 0, &result);
}
