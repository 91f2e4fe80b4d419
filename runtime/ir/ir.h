/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The intermediate representation: a small register machine with as many registers as wanted. A
 * module is what one D program becomes: routines (code that runs when probes fire) and stores
 * (memory that outlives one firing). It knows nothing of eBPF or of the kernel, holds no pointer
 * into the compilation's arena, and has a text form. op.def lists the operations. */
#ifndef RUNTIME_IR_IR_H
#define RUNTIME_IR_IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/vec.h"

struct diag;
struct str;

enum ir_op {
#define OP(name, mnemonic, syntax, result, operands, flags, meaning) IR_##name,
#include "runtime/ir/op.def"
#undef OP
	IR_N_OPS
};

#define IR_NO_REG UINT32_MAX
#define IR_NO_STORE UINT32_MAX

enum ir_cond { IR_EQ, IR_NE, IR_LT, IR_LE, IR_GT, IR_GE, IR_SLT, IR_SLE, IR_SGT, IR_SGE };

/* What holds where cond does not. */
enum ir_cond ir_cond_inverse(enum ir_cond cond);

/* What ENV reads. Times are nanoseconds. */
enum ir_env {
	ENV_PID_TID,	/* process id << 32 | thread id, as the first pid namespace counts */
	ENV_UID_GID,	/* gid << 32 | uid, real */
	ENV_TIME,	/* monotonic clock */
	ENV_CPU,
	ENV_TASK,	/* kernel address of the thread's task_struct */
	ENV_THREAD,	/* the same as MAPPING wants it: not a number */
	ENV_USER_REGS,	/* the registers that the thread has outside the kernel: for USER_REG */
};

struct ir_insn {
	enum ir_op op;
	enum ir_cond cond;	/* SET, BR */
	uint8_t size;		/* EXT, LOAD, STORE, ATOMIC_ADD, COPY, ZERO: 1, 2, 4, 8 */
	bool is_signed;		/* EXT, LOAD */
	bool is_own;		/* READ_KERN: where the kernel says, not the program */
	uint32_t d, a, b, c;	/* registers, IR_NO_REG where unused */
	uint32_t ref;		/* a frame object, store, body (index of a routine), enum ir_env */
	uint32_t target;	/* LABEL, JMP, BR */
	int32_t off;
	int64_t imm;
};

/* Memory of one firing. What is in it when the routine begins is not known. */
struct ir_frame {
	uint32_t size;		/* bytes; aligned to 8 */
	bool on_stack;		/* must be near the code: a LOOP's context; small */
	/* Must not be near it: what a LOOP's body changes from round to round. A checker that
	 * knows what lies on the stack would have to look at each round by itself. */
	bool off_stack;
	const char *name;	/* static text for dumps, may be NULL */
};

enum ir_context {
	CONTEXT_SITE,		/* a place in a traced program: registers, cookie */
	CONTEXT_SAMPLE,		/* a clock interrupt: registers of what it stopped, cookie */
	CONTEXT_CALL,		/* called by the consumer (BEGIN, tick); cookie: its argument */
	CONTEXT_SWITCH,		/* the scheduler takes the current thread off its CPU */
	CONTEXT_BODY,		/* body of a LOOP: register 0 is i, register 1 is a */
};

struct ir_routine {
	char *name;		/* owned */
	enum ir_context context;
	VEC(struct ir_insn) insns;
	VEC(struct ir_frame) frames;
	uint32_t n_regs;
	uint32_t n_labels;
	bool is_chunk;			/* does not run by itself: others CALL it */
};

enum ir_store_kind {
	STORE_GLOBALS,		/* one value, reached by address; shared by all CPUs */
	STORE_CONST,		/* one value that never changes: init */
	STORE_CONTROL,		/* one value: struct run_control of record.h */
	STORE_TABLE,		/* keyed, shared: self-> variables, associative arrays */
	STORE_LRU,		/* the same, but the oldest entry makes room */
	STORE_AGG,		/* keyed, the CPU being part of the key: see record.h */
	STORE_CELL,		/* without key, n_entries values for each CPU */
	STORE_RING,		/* records for the consumer; value_size: bytes of room */
};

struct ir_store {
	char *name;		/* owned */
	enum ir_store_kind kind;
	uint32_t key_size;
	uint32_t value_size;
	uint32_t n_entries;
	void *init;		/* CONST, GLOBALS, CONTROL: value_size bytes, NULL: zeros; owned */
};

struct ir_module {
	VEC(struct ir_routine *) routines;	/* each where it was made: pointers last */
	VEC(struct ir_store) stores;
	uint32_t counters;	/* CELL store of struct run_counters (record.h), or IR_NO_STORE */
};

struct ir_module *ir_module_new(void);
void ir_module_free(struct ir_module *m);
uint32_t ir_module_add_store(struct ir_module *m, const char *name, enum ir_store_kind kind,
			     uint32_t key_size, uint32_t value_size, uint32_t n_entries);

/* Is it a part of others, a chunk or a body, that does not run by itself? */
static inline bool ir_is_part(const struct ir_routine *r)
{
	return r->context == CONTEXT_BODY || r->is_chunk;
}

/* The index of a new routine. */
uint32_t ir_module_add_routine(struct ir_module *m, const char *name, enum ir_context context);

/* The builder. Each emits one operation at the end of r and returns the register it defines. b may
 * be a register; the _imm forms take a constant instead. Registers may be assigned more than once:
 * ir_assign(). */
uint32_t ir_reg(struct ir_routine *r);		/* a fresh register, not yet defined */
uint32_t ir_label(struct ir_routine *r);	/* a fresh label, not yet placed */
uint32_t ir_frame(struct ir_routine *r, uint32_t size, const char *name);
uint32_t ir_frame_on_stack(struct ir_routine *r, uint32_t size, const char *name);
uint32_t ir_frame_off_stack(struct ir_routine *r, uint32_t size, const char *name);

/* A blank operation: registers unset, size 8. Valid until the next one. */
struct ir_insn *ir_emit(struct ir_routine *r, enum ir_op op);

/* The same, with a fresh register as d. */
struct ir_insn *ir_emit_result(struct ir_routine *r, enum ir_op op);

uint32_t ir_imm(struct ir_routine *r, int64_t imm);
uint32_t ir_unary(struct ir_routine *r, enum ir_op op, uint32_t a);
uint32_t ir_ext(struct ir_routine *r, uint32_t a, uint32_t size, bool is_signed);
uint32_t ir_binary(struct ir_routine *r, enum ir_op op, uint32_t a, uint32_t b);
uint32_t ir_binary_imm(struct ir_routine *r, enum ir_op op, uint32_t a, int64_t imm);
uint32_t ir_set(struct ir_routine *r, enum ir_cond cond, uint32_t a, uint32_t b);
uint32_t ir_set_imm(struct ir_routine *r, enum ir_cond cond, uint32_t a, int64_t imm);
void ir_assign(struct ir_routine *r, uint32_t d, uint32_t a);
void ir_assign_imm(struct ir_routine *r, uint32_t d, int64_t imm);

void ir_place(struct ir_routine *r, uint32_t label);
void ir_jmp(struct ir_routine *r, uint32_t label);
void ir_br(struct ir_routine *r, enum ir_cond cond, uint32_t a, uint32_t b, uint32_t label);
void ir_br_imm(struct ir_routine *r, enum ir_cond cond, uint32_t a, int64_t imm, uint32_t label);
void ir_ret(struct ir_routine *r, uint32_t a);	/* a: IR_NO_REG for 0 */
uint32_t ir_call(struct ir_routine *r, uint32_t chunk);
void ir_loop(struct ir_routine *r, uint32_t body, uint32_t ctx, uint32_t n);

uint32_t ir_frame_addr(struct ir_routine *r, uint32_t frame, int32_t off);
uint32_t ir_static(struct ir_routine *r, uint32_t store, int32_t off);
uint32_t ir_index(struct ir_routine *r, uint32_t base, uint32_t index, uint32_t max);
uint32_t ir_load(struct ir_routine *r, uint32_t base, int32_t off, uint32_t size, bool is_signed);
void ir_store_reg(struct ir_routine *r, uint32_t base, int32_t off, uint32_t value, uint32_t size);
void ir_store_imm(struct ir_routine *r, uint32_t base, int32_t off, int64_t imm, uint32_t size);
void ir_atomic_add(struct ir_routine *r, uint32_t base, int32_t off, uint32_t value, uint32_t size);
uint32_t ir_fetch_add(struct ir_routine *r, uint32_t base, int32_t off, uint32_t value);
uint32_t ir_cmpxchg(struct ir_routine *r, uint32_t base, int32_t off, uint32_t expected,
		    uint32_t desired);

/* Both take memory to be as aligned as off is, at most 8; a caller that knows of less lowers size
 * in the operation. */
void ir_copy(struct ir_routine *r, uint32_t dst, int32_t dst_off, uint32_t src, uint32_t size);
void ir_zero(struct ir_routine *r, uint32_t dst, int32_t off, uint32_t size);

uint32_t ir_machine_reg(struct ir_routine *r, uint32_t number);

/* regs: what ir_env(r, ENV_USER_REGS) gave. */
uint32_t ir_user_reg(struct ir_routine *r, uint32_t regs, uint32_t number);

/* object: what ir_env(r, ENV_THREAD) or this gave; off: of a member of 8 bytes. */
uint32_t ir_kern_load(struct ir_routine *r, uint32_t object, int32_t off);
uint32_t ir_cookie(struct ir_routine *r);
uint32_t ir_env(struct ir_routine *r, enum ir_env what);
void ir_comm(struct ir_routine *r, uint32_t dst);
void ir_ids(struct ir_routine *r, uint32_t dst);

/* op: IR_READ_USER, IR_READ_KERN, their _STR forms, IR_COPY_STR. len is IR_NO_REG for exactly
 * max. */
uint32_t ir_read(struct ir_routine *r, enum ir_op op, uint32_t dst, uint32_t src, uint32_t len,
		 uint32_t max);

/* READ_KERN of size bytes at an address that the kernel itself has told. Such a read tells nobody
 * more than they may know. */
uint32_t ir_read_own(struct ir_routine *r, uint32_t dst, uint32_t src, uint32_t size);
uint32_t ir_format_int(struct ir_routine *r, uint32_t dst, uint32_t value, uint32_t max);

/* op: IR_STACK_USER, IR_STACK_KERN; size is a multiple of 8. */
uint32_t ir_stack(struct ir_routine *r, enum ir_op op, uint32_t dst, uint32_t size);

/* dst: a frame object on_stack of struct record_mapping. */
uint32_t ir_mapping(struct ir_routine *r, uint32_t dst, uint32_t address);

/* key is IR_NO_REG for a CELL. */
uint32_t ir_find(struct ir_routine *r, uint32_t store, uint32_t key);
uint32_t ir_make(struct ir_routine *r, uint32_t store, uint32_t key);

/* One of the values of a CELL. */
uint32_t ir_cell(struct ir_routine *r, uint32_t store, uint32_t number);
uint32_t ir_put(struct ir_routine *r, uint32_t store, uint32_t key, uint32_t value);
void ir_drop(struct ir_routine *r, uint32_t store, uint32_t key);

/* len is IR_NO_REG for exactly max. */
uint32_t ir_emit_record(struct ir_routine *r, uint32_t store, uint32_t addr, uint32_t len,
			uint32_t max, bool wake);

struct ir_op_info {
	const char *mnemonic;
	const char *syntax;
	bool has_result;
	int n_operands;
	bool is_pure, calls, ends, writes, reads;
	const char *meaning;
};

const struct ir_op_info *ir_op_info(enum ir_op op);

/* May imm stand for operand 0, 1 or 2 (a, b, c) of the operation? */
bool ir_op_takes_imm(enum ir_op op, int operand);

/* The operand's register, IR_NO_REG if the operation has none there. */
uint32_t ir_operand(const struct ir_insn *insn, int operand);

/* Text for people and goldens: one operation a line. */
void ir_dump(struct str *out, const struct ir_module *m);
void ir_dump_insn(struct str *out, const struct ir_module *m, const struct ir_insn *insn);

/* Is the module well formed? Every register defined on every way before it is read, labels placed
 * once and only reached forwards, operands as op.def says, frame and store references and constant
 * offsets inside their objects. 0 or -EINVAL, told with D_INTERNAL. */
int ir_verify(const struct ir_module *m, struct diag *dg);

/* Constants computed, values nobody uses dropped, branches on constants resolved, code that is
 * never reached removed. In place. */
void ir_fold(struct ir_module *m);

#endif
