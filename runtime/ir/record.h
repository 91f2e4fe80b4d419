/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The layouts that both ends share: the routines that write when a probe fires, and the consumer
 * that reads. They stand here once. */
#ifndef RUNTIME_IR_RECORD_H
#define RUNTIME_IR_RECORD_H

#include <stdbool.h>
#include <stdint.h>

struct builtin;

/* The value of the CONTROL store: the consumer's word to the routines. */
enum run_state {
	RUN_WAITING,	/* attached, but BEGIN has not ended: only BEGIN runs */
	RUN_ACTIVE,
	RUN_ENDING,	/* exit() was called or the consumer ends: only END runs */
	RUN_ABORTED,	/* the consumer was not alive for too long: nothing runs */
};

struct run_control {
	uint32_t state;			/* enum run_state */
	uint32_t pad;
	int64_t heartbeat;		/* when the consumer was last alive, monotonic, ns */
	int64_t wall_offset;		/* wall clock minus monotonic clock, ns */
	uint64_t speculation;		/* the last number that speculation() gave */
	/* how often a walk met a file that nobody had seen to: struct unwind_file */
	uint64_t unwind_asked;
};

/* The value of the counters' CELL store, one for each CPU: what was lost. Only grows. */
struct run_counters {
	uint64_t records;		/* no room in the ring */
	uint64_t aggregations;		/* no room for a new key */
	uint64_t variables;		/* no room for a dynamic variable */
	uint64_t scratch;		/* no scratch memory: too many firings at once on a CPU */
	uint64_t errors;		/* faults inside ERROR clauses */
	uint64_t no_speculation;	/* speculation() had none to give */
	uint64_t speculative;		/* the consumer's own: no room in a speculation */
};

enum record_kind {
	RECORD_DATA,	/* fields as the clause's acts describe them */
	RECORD_FAULT,	/* struct record_fault */
};

struct record_head {
	uint32_t kind;		/* enum record_kind */
	uint32_t clause;	/* index of the clause */
	uint32_t probe;		/* number of the probe that fired */
	uint32_t cpu;
	uint64_t time;		/* monotonic, ns */
};

_Static_assert(sizeof(struct record_head) == 24, "fields begin behind it");

/* The kernel hands out no more frames, if nobody raised kernel.perf_event_max_stack. */
enum { STACK_MAX_FRAMES = 127 };

/* A FIELD_STACK: the frames, innermost first, fill the rest of the field, and 0 ends them. */
struct record_stack {
	uint32_t pid;		/* 0: they are the kernel's */
	uint32_t pad;
	uint64_t frames[];
};

_Static_assert(sizeof(struct record_stack) == 8, "frames begin behind it");

/* A mapping of the traced process, as the kernel has it. */
struct record_mapping {
	uint64_t start, end;	/* addresses */
	uint64_t page;		/* of the file, at start */
	uint64_t flags;		/* VM_... */
	uint64_t device, inode;	/* 0: it is of no file */
};

/* The inode of what the kernel maps into each process, on device 0. */
enum { RECORD_VDSO_INODE = 1 };

_Static_assert(sizeof(struct record_mapping) == 48, "MAPPING writes it");

enum symbol_part { SYMBOL_FUNCTION, SYMBOL_MODULE, SYMBOL_ADDRESS };

/* A FIELD_SYM: an address, and as what it shall print. */
struct record_symbol {
	uint32_t pid;		/* 0: it is the kernel's */
	uint32_t part;		/* enum symbol_part */
	uint64_t address;
};

/* DTrace's numbers: arg4 of ERROR. */
enum fault_code {
	FAULT_UNKNOWN = 0,
	FAULT_BADADDR = 1,
	FAULT_BADALIGN = 2,
	FAULT_ILLOP = 3,
	FAULT_DIVZERO = 4,
	FAULT_NOSCRATCH = 5,
	FAULT_KPRIV = 6,
	FAULT_UPRIV = 7,
	FAULT_TUPOFLOW = 8,
	FAULT_BADSTACK = 9,
	FAULT_BADSIZE = 10,
	FAULT_BADINDEX = 11,
};

struct record_fault {
	struct record_head head;
	uint32_t code;		/* enum fault_code */
	uint32_t action;	/* index of the statement in its clause, from 1; 0: the predicate */
	uint64_t addr;		/* the address, or the value that was wrong */
	uint32_t line;		/* in the script; 0: not known */
	uint32_t epid;		/* of the probe with the clause that faulted */
};

enum field_kind { FIELD_INT, FIELD_STRING, FIELD_BYTES, FIELD_STACK, FIELD_SYM };

/* One value inside a record or a key: where it lies and what it is. */
struct field {
	uint32_t offset;	/* from the start of the record or the key */
	uint32_t size;
	enum field_kind kind;
	bool is_signed;		/* INT */
	bool is_array;		/* STRING: of characters, and size bytes of them */
	char *type_name;	/* as D spells it, for JSON; owned, may be NULL */
};

/* One action of a clause as the consumer sees it. */
struct act {
	const struct builtin *builtin;	/* NULL: the default action */
	struct field *fields;
	uint32_t n_fields;
	void *info;			/* what the builtin keeps for its consumer: a format */
	void (*free_info)(void *info);	/* NULL: info is not owned */
	/* of printa, clear ...: indexes into the aggregations; owned */
	uint32_t *aggs;
	uint32_t n_aggs;
	/* stands under an if: bit in the record's mask; -1: always done */
	int32_t mask_bit;
	uint32_t line;			/* in the script */
};

/* One clause as the consumer sees it. */
struct clause_desc {
	struct act *acts;
	uint32_t n_acts;
	uint32_t record_size;
	uint32_t mask_offset;	/* 64 bits that tell which acts were done; 0: all */
	bool has_record;	/* it writes records at all */
	bool is_known;		/* it has been lowered */
};

/* Each CPU has values of its own. A store without keys is an array of them. In a store with keys
 * the key is followed by the number of the CPU, so that an entry takes memory only for the CPUs
 * that added to it; and the kernel, which keeps little memory ready that is there for each CPU,
 * always has some for an entry that is not. */
#define AGG_CPU_SIZE 4

/* Aggregations that share a store with keys are told apart by their numbers, which stand above the
 * CPU's in the same word. */
#define AGG_NUMBER_SHIFT 16

/* One aggregation as the consumer sees it. */
struct agg_desc {
	char *name;			/* without @ */
	const struct builtin *func;
	uint64_t params[4];
	uint32_t n_params;
	struct field *keys;
	uint32_t n_keys;
	uint32_t key_size;		/* without the CPU */
	uint32_t value_size;
	uint32_t n_entries;		/* keys that there is room for if all CPUs add to them */
	uint32_t store;			/* in the module */
	/* among those that share the store; in one without keys, the entry */
	uint32_t number;
};

/* Everything the consumer must know about a compiled program besides its code. */
struct layout {
	struct clause_desc *clauses;
	uint32_t n_clauses;
	struct agg_desc *aggs;
	uint32_t n_aggs;
	uint32_t strsize;
};

void act_fini(struct act *act);
void layout_fini(struct layout *layout);

#endif
