/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the files of lowering share among themselves and with nobody else. */
#ifndef RUNTIME_IR_LOWER_IMPL_H
#define RUNTIME_IR_LOWER_IMPL_H

#include "runtime/ir/lower.h"

struct lower_cuts;
struct type;

static inline uint32_t round_up_8(uint32_t size)
{
	return (size + 7) & ~UINT32_C(7);
}

/* A structure or an array: handled as bytes in a place, not in a register. */
bool type_is_bytes(const struct type *type);

/* lower.c: what addresses in the place are multiples of, 8 at most; and as many bytes as both have.
 */
uint32_t lower_alignment(const struct place *place);
void lower_copy_bytes(struct lower *lo, const struct place *to, const struct place *from);

/* lower_frame.c: all that was taken since the mark is free again. */
uint32_t lower_temps_mark(const struct lower *lo);
void lower_temps_release(struct lower *lo, uint32_t mark);

/* lower_expr.c: one operator on two integers that have the promoted type already. */
int lower_arith(struct lower *lo, const struct node *at, enum token_kind op,
		const struct type *type, uint32_t a, uint32_t b, bool b_is_nonzero, uint32_t *out);

/* lower_cond.c: the comparisons and the logic, as a 0 or 1. */
int lower_truth(struct lower *lo, const struct node *n, struct value *out);
bool is_logical(enum token_kind op);
bool is_comparison(enum token_kind op);

/* lower_str.c: is a's order against b's as cond says? In a register as 0 or 1. */
int lower_string_compare(struct lower *lo, enum ir_cond cond, const struct value *a,
			 const struct value *b, uint32_t *out);
/* Goes to a label if it is not; false: it cannot, and the value is needed. */
bool lower_string_branch(struct lower *lo, enum ir_cond cond, const struct value *a,
			 const struct value *b, uint32_t false_label);
int lower_string_cast(struct lower *lo, const struct node_cast *cast, struct value *out);

/* Copies a string (any form) to a place. */
void lower_string_copy(struct lower *lo, const struct place *to, const struct value *from,
		       bool zero);

/* lower_mem.c: memory of the traced process, of the kernel and of copyin(): what * [] -> and .
 * reach. */
int lower_deref(struct lower *lo, const struct node *n, struct value *out);
/* What is written: it is found once, however often it is read and written. */
struct lvalue {
	const struct node *node;
	struct place at;
	/* a part of an element of a table: it is changed in a copy, which is put back */
	const struct node *entry;
	uint32_t key;
	struct place copy;
};

int lower_lvalue(struct lower *lo, const struct node *n, struct lvalue *out);
uint32_t lower_lvalue_load(struct lower *lo, const struct lvalue *lv);
/* *reg becomes what the place then holds: a bit-field keeps some of its bits. */
void lower_lvalue_store(struct lower *lo, const struct lvalue *lv, uint32_t *reg);
/* A string or a structure. */
void lower_lvalue_put(struct lower *lo, const struct lvalue *lv, const struct value *v);
int lower_address_of(struct lower *lo, const struct node *n, uint32_t *addr);
int lower_read(struct lower *lo, const struct type *type, enum ir_op read, uint32_t addr,
	       struct value *out);

/* lower_part.c: scalars that are parts, wherever they lie; n is the part. */
uint32_t lower_part_size(const struct node *n);
uint32_t lower_load_place(struct lower *lo, const struct place *at, bool is_signed);
uint32_t lower_load_part(struct lower *lo, const struct node *n, const struct place *at);
/* A bit-field leaves the bits beside it as they are; *reg becomes what it then holds. */
void lower_store_part(struct lower *lo, const struct node *n, const struct place *at,
		      uint32_t *reg);

/* lower_own.c: parts of what is in own memory already. */
bool is_own_part(const struct node *n);
int lower_own(struct lower *lo, const struct node *n, struct value *out);
int lower_own_lvalue(struct lower *lo, struct lvalue *out);	/* of out->node */

/* lower_xlate.c */
int lower_xlate(struct lower *lo, const struct node_xlate *n, struct value *out);

/* lower_var.c: variables of the program. */
int lower_var(struct lower *lo, const struct node *n, struct value *out);
/* A structure that is an element of a table, or a thread's, is changed in a copy, which is put
 * back. */
int lower_entry_copy(struct lower *lo, const struct node *n, uint32_t *key, struct place *out);
void lower_entry_reload(struct lower *lo, const struct node *n, uint32_t key,
			const struct place *copy);
void lower_entry_put(struct lower *lo, const struct node *n, uint32_t key,
		     const struct place *value);
int lower_assign(struct lower *lo, const struct node_assign *n, struct value *out);
int lower_incdec(struct lower *lo, const struct node_incdec *n, struct value *out);
int lower_make_variables(struct lower_session *s);
int lower_make_aggs(struct lower_session *s);
int lower_this_begin(struct lower *lo, struct node_clause *const *clauses, uint32_t n);

/* The key of an associative array, of an aggregation or of a self-> variable: a register with the
 * address of its bytes. */
int lower_key(struct lower *lo, const struct symbol *symbol, const struct node *keys,
	      uint32_t *out);
uint32_t lower_key_size(const struct lower_session *s, const struct symbol *symbol);

/* A table that is shared has the number behind the key. */
enum { TABLE_NUMBER_SIZE = 8 };

/* lower_store.c: between these two, the store for an aggregation or a table as wanted; shared ones
 * get at most max_entries. *number tells it apart from others in the same store. */
void lower_stores_begin(struct lower_session *s);
uint32_t lower_store(struct lower_session *s, const struct ir_store *wanted, uint32_t max_entries,
		     uint32_t *number);
void lower_stores_end(struct lower_session *s);

/* lower_chunk.c: is the routine to be cut? Then its clauses become chunks, and calls of them. */
bool lower_has_chunks(const struct lower_session *s, const struct lower_routine *def);
int lower_chunks(struct lower *lo, const struct lower_routine *def);

/* May, and should, a chunk end behind the clause? */
bool lower_can_cut(struct lower *lo, struct lower_cuts *cuts, const struct lower_routine *def,
		   uint32_t clause);

/* lower_routine.c: the chunk that begins with clause *at, which becomes the first of the next; it
 * hands back other than 0 if exit() was called. 0 or a negative errno, told. */
int lower_chunk(struct lower_session *s, const struct lower_routine *def, struct lower_cuts *cuts,
		uint32_t *at, uint32_t *out);

/* lower_record.c */
void lower_emit_record(struct lower *lo);
void lower_emit_fault(struct lower *lo, uint32_t code, uint32_t addr, uint32_t action,
		      uint32_t line);
void lower_clause_desc(struct lower *lo);

/* lower_stmt.c */
int lower_stmts(struct lower *lo, const struct node *list);

/* The process in whose family the probe fires; 0: in any. */
uint32_t lower_probe_pid(struct lower *lo);

/* Leaves the routine where it is entered by who has no business there. A negative errno: told. */
int lower_guard(struct lower *lo);

#endif
