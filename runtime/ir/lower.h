/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From checked trees to IR. A routine is lowered for a group of probes that have the same clauses;
 * what differs between their sites (where arguments lie, what the probe is called) is told apart by
 * the cookie. Builtins' lower functions use what is declared here. */
#ifndef RUNTIME_IR_LOWER_H
#define RUNTIME_IR_LOWER_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/vec.h"
#include "runtime/ir/ir.h"
#include "runtime/ir/record.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/check.h"
#include "runtime/probe/probe.h"

struct arena;
struct diag;
struct map;
struct scope;
struct symbol;
struct type;

/* A place in the machine's own memory, with room for size bytes. */
struct place {
	uint32_t base;		/* a register; IR_NO_REG: no place */
	int32_t off;
	uint32_t size;
	uint32_t align;		/* what base is a multiple of; 0: 8 */
};

enum value_kind {
	VALUE_NONE,	/* an action: nothing */
	/* integers and pointers: reg holds it, extended to 64 bits as its type says */
	VALUE_INT,
	VALUE_STRING,	/* at place, NUL-terminated within place.size */
	VALUE_BYTES,	/* at place: structures, arrays, what copyin() read */
};

/* What an expression comes to. Before lowering, the caller may set want: a place where it would
 * like a string or bytes to be put; whoever can, does (lower_string_place()), and place then equals
 * want. */
struct value {
	enum value_kind kind;
	uint32_t reg;
	struct place place;
	struct place want;
	const char *text;	/* a string known now, and its length; else NULL */
	uint32_t text_len;
	/* STRING: a register with the length counting the NUL; IR_NO_REG: not known */
	uint32_t len;
};

#define VALUE_EMPTY                                                                                \
	((struct value){ .reg = IR_NO_REG,                                                         \
			 .len = IR_NO_REG,                                                         \
			 .place.base = IR_NO_REG,                                                  \
			 .want.base = IR_NO_REG })

/* Sites whose arguments lie in the same places: one class. */
struct site_class {
	const struct argloc *args;
	uint32_t n_args;
};

/* The stores of a session; made once, before the first routine. */
struct lower_stores {
	uint32_t globals, consts, control, ring, counters;
	uint32_t names;			/* CONST: what the probes are called */
	/* UINT32_MAX until they are used; vtimestamp: CELL and LRU; TABLE of those that are open */
	uint32_t on_cpu, run_time;
	uint32_t speculations;
	/* TABLE: from a process to the one that it descends from; UINT32_MAX: nobody is followed */
	uint32_t families;
	/* tables to walk stacks by (runtime/proc/unwind.h): GLOBALS, a TABLE of files, and an LRU
	 * of mappings */
	uint32_t unwind_rows, unwind_index, unwind_rules, unwind_files, unwind_maps;
};

/* The body of a loop that walks the stack, for as many frames. */
struct walk_body {
	uint32_t n_frames;
	uint32_t routine;
};

/* What all routines of a session share. */
struct lower_session {
	struct arena *arena;
	struct ir_module *module;
	struct layout *layout;
	struct scope *scope;
	struct diag *dg;
	uint32_t strsize;
	/* bytes: of each table, of each aggregation, of the ring */
	uint64_t dynvarsize, aggsize, bufsize;
	uint32_t nspec;			/* speculations open at once */
	bool can_call;			/* routines may be cut into chunks */
	uint32_t n_cpus;
	/* the machine's program counter, stack and frame pointer, among IR_REG's numbers */
	uint32_t pc_reg, sp_reg, fp_reg;
	uint32_t n_regs;		/* they have numbers below */
	struct lower_stores stores;
	bool follows;			/* -x follow */
	bool only_own;			/* fires in processes of this user alone: owner */
	uint32_t owner;
	bool has_pid_ns;		/* the user's numbers of processes are not the kernel's */
	/* records come from elsewhere than the consumer's own probes */
	bool is_busy;
	uint64_t record_bytes;		/* of one record of each clause */

	/* The probes that are enabled; a cookie's high half is an index into them. */
	const struct probe *const *probes;
	uint32_t n_probes;
	uint32_t *epids;		/* the first epid of each */

	/* The ERROR clauses, in order; run where a fault happens. */
	struct node_clause **error_clauses;
	uint32_t n_error_clauses;
	uint32_t error_probe;		/* index of ERROR in probes */

	/* The offset of a member of a kernel type, or a negative errno, told. */
	int (*kernel_member)(void *ctx, const char *type, const char *member, struct diag *dg);
	void *kernel_ctx;

	/* Can stacks be walked by tables (runtime/proc/unwind.h)? */
	bool (*can_walk)(void *ctx);
	void *can_walk_ctx;

	/* May programs write to the memory of the traced process? */
	bool (*can_write)(void *ctx);
	void *can_write_ctx;
	/* Can setopt() be given this text? 0 or a negative errno, told. */
	int (*check_option)(const char *text, const struct loc *loc, struct diag *dg);

	struct map *globals;		/* symbol -> 1 + its offset in GLOBALS */
	/* symbol -> 1 + its store; in the upper 32 bits, its number in a shared one */
	struct map *tables;
	struct map *shared_stores;	/* lower_store.c's own */
	bool shares_stores;
	struct map *aggs;		/* symbol -> 1 + index in layout->aggs */
	struct map *texts;		/* string -> 1 + its offset in CONST */
	VEC(struct walk_body) walk_bodies;
	struct str *text_bytes;		/* CONST's content so far */
	uint32_t globals_size;
	uint32_t names_max;		/* end of the last text in NAMES */
};

/* One row of the NAMES store: where the probe's texts lie in the store, and its numbers. */
struct probe_names {
	uint32_t text[4];		/* provider, module, function, name */
	uint32_t id, epid;
	uint32_t pid;			/* fires in its family alone; 0: anywhere */
};

struct fault_stub {
	uint32_t label;
	enum fault_code code;
	uint32_t addr;			/* register; IR_NO_REG: 0 */
	uint32_t action, line;
};

/* One routine in the making. */
struct lower {
	struct lower_session *s;
	uint32_t routine;		/* index in the module */
	enum ir_context context;
	const uint32_t *probes;		/* indexes of those that it serves */
	uint32_t n_probes;
	const struct site_class *classes;
	uint32_t n_classes;
	/* register; IR_NO_REG: not needed, one probe and one class */
	uint32_t cookie;

	/* symbol -> 1 + register (integers) or frame (strings, bytes) */
	struct map *this_regs;
	uint32_t record_frame;		/* UINT32_MAX: none yet */
	uint32_t exiting;		/* register: exit() was called in this firing */
	uint32_t scratch_frame;		/* memory of copyin() and alloca(); UINT32_MAX: none yet */
	uint32_t scratch_top;		/* register: how much of it is taken */
	uint32_t token_frame;		/* what strtok() takes apart; UINT32_MAX: none yet */
	uint32_t token_at;		/* register: where it goes on; -1: no text yet */
	VEC(uint32_t) temps;		/* frame objects for values on their way */
	uint32_t n_temps_taken;		/* the first of them: they are in use */
	/* the thread-local integer that was read last, where, and the register that has it */
	struct {
		const struct symbol *symbol;
		size_t at;
		uint32_t reg;
	} last_read;
	uint32_t end_label;

	/* The clause being lowered. */
	const struct node_clause *clause;
	uint32_t clause_position;	/* among the clauses of the routine's probes */
	uint32_t record_size;		/* of its record so far, head included */
	uint32_t action;		/* statement, from 1; 0 in the predicate */
	uint32_t line;
	bool is_error_clause;		/* faults inside are only counted */
	bool wakes;			/* the consumer shall look at once */
	uint32_t if_depth;		/* how many ifs we are inside of */
	uint32_t acts_done;		/* register: the record's mask */
	uint32_t mask_offset;		/* where it goes in the record; 0: nowhere */
	uint32_t fault_args[6];		/* ERROR clauses: registers of arg0..arg5 */
	VEC(struct fault_stub) faults;
	VEC(struct act) acts;
};

/* The routine under construction. */
struct ir_routine *lower_code(struct lower *lo);

/* A register: process id << 32 | thread id, as the user knows them. To tell threads apart the
 * kernel's numbers are better: those also exist for who is in another namespace. */
uint32_t lower_ids(struct lower *lo);

/* Expressions. Negative errno: told. lower_expr() gives what the node's type says; lower_int() an
 * integer in a register, lower_string() a string. lower_branch() goes to label if the condition is
 * false, and goes on if it is true. */
int lower_expr(struct lower *lo, const struct node *n, struct value *out);
int lower_int(struct lower *lo, const struct node *n, uint32_t *reg);
int lower_string(struct lower *lo, const struct node *n, struct value *out);
int lower_branch(struct lower *lo, const struct node *n, uint32_t false_label);

/* Evaluates n and puts it at place, as records and keys hold it: integers in 8 bytes, strings in
 * place.size bytes. zero: bytes behind a string's NUL are cleared, as keys need it. */
int lower_into(struct lower *lo, const struct node *n, const struct place *place, bool zero);

/* Bytes that a value of this type takes in records, keys and variables: a multiple of 8. */
uint32_t lower_size(const struct lower_session *s, const struct type *type);

/* What the consumer must know of a value of this type at offset. */
void lower_field(const struct lower_session *s, const struct type *type, uint32_t offset,
		 struct field *out);

/* Results. */
void value_int(struct value *out, uint32_t reg);
void value_string(struct value *out, const struct place *place, uint32_t len);
/* the address of constant bytes */
uint32_t lower_const(struct lower *lo, const void *bytes, uint32_t size);
/* a constant string */
void value_text(struct lower *lo, struct value *out, const char *text, uint32_t len);

/* Where a builtin puts its string: the place the caller wants, or fresh memory of strsize bytes. */
struct place lower_string_place(struct lower *lo, const struct value *out);

/* The length of a string, the NUL not counted: a register. */
uint32_t lower_string_len(struct lower *lo, const struct value *v);

/* The n bytes of a string from start on: registers, both inside of it. */
void lower_string_cut(struct lower *lo, const struct value *v, uint32_t start, uint32_t n,
		      struct value *out);

/* Memory for a value on its way: until the statement is done, or the operand that lower_int() or
 * lower_into() evaluates. */
struct place lower_frame(struct lower *lo, uint32_t size, const char *name);

/* The address of the same, a register: for a value, for what a loop's body gets as its context, or
 * for what it changes from round to round. */
enum frame_kind { FRAME_VALUE, FRAME_LOOP_CONTEXT, FRAME_LOOP_STATE };
uint32_t lower_temp(struct lower *lo, uint32_t size, enum frame_kind kind, const char *name);

/* Memory that D's pointers can point to and that lasts for one firing: what copyin() and alloca()
 * hand out. Its first word is where its address becomes a number. */
enum { SCRATCH_MAX = 2048, SCRATCH_SIZE = 8 + 2 * SCRATCH_MAX };

struct scratch {
	/* register: where it is, for own accesses of at most SCRATCH_MAX bytes */
	uint32_t own;
	uint32_t addr;		/* register: what a D pointer to it holds */
};

struct place lower_scratch(struct lower *lo);

/* size is a register; more than is left is a fault. */
int lower_scratch_alloc(struct lower *lo, uint32_t size, struct scratch *out);

/* Where in it a D pointer (a register) points to, for own accesses of at most size bytes; a pointer
 * to elsewhere is a fault. */
uint32_t lower_scratch_at(struct lower *lo, uint32_t addr, uint32_t size);

/* The address of a place in one register. */
uint32_t lower_address(struct lower *lo, const struct place *place);

/* A D fault: if (a cond imm) the clause ends, and ERROR and the consumer hear of code and addr (a
 * register or IR_NO_REG). */
void lower_fault_if_imm(struct lower *lo, enum ir_cond cond, uint32_t a, int64_t imm,
			enum fault_code code, uint32_t addr);

/* Argument n as arg0.. sees it: 64 bits. With type, as args[n] sees it. */
int lower_arg(struct lower *lo, const struct node *use, uint32_t n, struct value *out);

/* Which of the probes fired: its index, the class of its site. */
uint32_t lower_probe_index(struct lower *lo);

/* The number of the enabling: of this probe together with this clause. */
void lower_epid(struct lower *lo, struct value *out);

/* One of the texts of the probe that fired (0 provider ... 3 name), or its id. */
void lower_probe_text(struct lower *lo, uint32_t which, struct value *out);
void lower_probe_id(struct lower *lo, struct value *out);

/* The key of self->: different for each thread. */
uint32_t lower_thread_key(struct lower *lo);

/* Recording. An action opens an act, adds the values to the record, and is done. lower_record()
 * makes room in the record and returns its place. */
struct act *lower_act(struct lower *lo, const struct node *use, const struct builtin *builtin);
struct place lower_record(struct lower *lo, uint32_t size);
/* evaluates into the record, adds a field */
int lower_act_value(struct lower *lo, const struct node *arg, struct act *act);
/* room for so many bytes, which the caller fills */
struct place lower_act_bytes(struct lower *lo, uint32_t size, struct act *act);

/* The index of an aggregation in the layout; -1, untold: it is never filled. */
int lower_agg(struct lower *lo, const struct symbol *symbol);

/* Adds to one of the counters of struct run_counters. */
void lower_count(struct lower *lo, uint32_t counter_offset);

/* The whole of one routine. */
struct lower_routine {
	const char *name;
	enum ir_context context;
	struct node_clause **clauses;
	uint32_t n_clauses;
	const uint32_t *probes;
	uint32_t n_probes;
	const struct site_class *classes;
	uint32_t n_classes;
};

/* A routine of more clauses than these is cut into chunks, where routines can call them. */
enum { LOWER_CHUNKS_FROM = 24 };

/* Makes the stores for all variables and aggregations of the scope. */
int lower_session_begin(struct lower_session *s);

/* Adds one routine to the module; its index, or a negative errno, told. */
int lower_routine(struct lower_session *s, const struct lower_routine *def);

/* Gives the constants their store's content; nothing can be lowered afterwards. */
void lower_session_end(struct lower_session *s);
void lower_session_fini(struct lower_session *s);

#endif
