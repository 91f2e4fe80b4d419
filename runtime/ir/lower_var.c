/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The program's variables. Globals lie in GLOBALS and are reached by address; this-> variables live
 * as long as one firing, in registers and frames; self-> variables and associative arrays are
 * entries of tables, which exist while they are not 0: assigning 0 frees them. */
#include <stddef.h>

#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/ir/lower_impl.h"
#include "runtime/lang/scope.h"
#include "runtime/lang/type.h"

static uint32_t map_number(const struct map *map, const struct symbol *symbol)
{
	return (uint32_t)(uintptr_t)map_find(map, &symbol, sizeof(symbol)) - 1;
}

static void map_add_number(struct map *map, const struct symbol *symbol, uint64_t number)
{
	map_set(map, &symbol, sizeof(symbol), (void *)(uintptr_t)(number + 1));
}

static bool in_table(const struct symbol *symbol)
{
	return symbol->kind == SYMBOL_SELF || symbol->is_assoc;
}

static bool in_register(const struct type *type)
{
	return !type_is_string(type) && !type_is_bytes(type);
}

/* NULL: it is no variable, but memory that a pointer reaches. */
static const struct symbol *symbol_of(const struct node *n, const struct node **keys)
{
	*keys = NULL;
	if (n->kind == NODE_INDEX) {
		if (!node_index(n)->is_assoc)
			return NULL;
		*keys = node_index(n)->keys;
		n = node_index(n)->base;
	}
	return n->kind == NODE_VAR ? node_var(n)->symbol : NULL;
}

/* Making room, once for a session. */

/* What the kernel's hash table takes for an entry besides key and value, roughly. */
enum { TABLE_OVERHEAD = 64, TABLE_MIN = 16, TABLE_MAX = 1 << 22 };

/* A table that many share takes at most so many times the memory of one. */
enum { SHARED_ROOM = 16 };

static uint32_t table_entries(uint64_t budget, uint64_t entry_size)
{
	uint64_t n = budget / (entry_size + TABLE_OVERHEAD);

	return n < TABLE_MIN ? TABLE_MIN : n > TABLE_MAX ? TABLE_MAX : (uint32_t)n;
}

static void make_table(struct lower_session *s, const struct symbol *symbol)
{
	struct ir_store wanted = {
		.name = (char *)symbol->name,
		.kind = STORE_TABLE,
		.key_size = lower_key_size(s, symbol),
		.value_size = lower_size(s, symbol->type),
	};
	uint32_t store, number, size;

	wanted.key_size += s->shares_stores ? TABLE_NUMBER_SIZE : 0;
	size = wanted.key_size + wanted.value_size;
	wanted.n_entries = table_entries(s->dynvarsize, size);
	store = lower_store(s, &wanted, table_entries(SHARED_ROOM * s->dynvarsize, size), &number);
	map_add_number(s->tables, symbol, (uint64_t)number << 32 | store);
}

int lower_make_variables(struct lower_session *s)
{
	static const enum symbol_kind kinds[] = { SYMBOL_GLOBAL, SYMBOL_SELF };
	const struct symbol *symbol;

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (uint32_t i = 0; (symbol = scope_at(s->scope, kinds[k], i)); i++) {
			if (!symbol->type)
				continue;
			if (in_table(symbol)) {
				make_table(s, symbol);
				continue;
			}
			map_add_number(s->globals, symbol, s->globals_size);
			s->globals_size += lower_size(s, symbol->type);
		}
	}
	return 0;
}

/* this-> variables of these clauses begin as 0, once for a firing. */
struct this_search {
	struct lower *lo;
};

static int find_this(struct node *n, void *ctx)
{
	struct lower *lo = ((struct this_search *)ctx)->lo;
	struct ir_routine *r = lower_code(lo);
	const struct symbol *symbol;
	uint32_t frame;

	if (n->kind != NODE_VAR || !node_var(n)->symbol ||
	    node_var(n)->symbol->kind != SYMBOL_THIS)
		return node_each_child(n, find_this, ctx);
	symbol = node_var(n)->symbol;
	if (!symbol->type || map_find(lo->this_regs, &symbol, sizeof(symbol)))
		return 0;
	if (in_register(symbol->type)) {
		map_add_number(lo->this_regs, symbol, ir_imm(r, 0));
		return 0;
	}
	frame = ir_frame(r, lower_size(lo->s, symbol->type), symbol->name);
	map_add_number(lo->this_regs, symbol, frame);
	ir_zero(r, ir_frame_addr(r, frame, 0), 0,
		type_is_string(symbol->type) ? 8 : lower_size(lo->s, symbol->type));
	return 0;
}

int lower_this_begin(struct lower *lo, struct node_clause *const *clauses, uint32_t n)
{
	struct this_search search = { lo };

	for (uint32_t i = 0; i < n; i++)
		node_each_child(&clauses[i]->node, find_this, &search);
	return 0;
}

/* Reading */

static struct place fixed_place(struct lower *lo, const struct symbol *symbol)
{
	struct ir_routine *r = lower_code(lo);
	struct place place = { .size = lower_size(lo->s, symbol->type) };

	if (symbol->kind == SYMBOL_THIS)
		place.base = ir_frame_addr(r, map_number(lo->this_regs, symbol), 0);
	else
		place.base = ir_static(r, lo->s->stores.globals,
				       (int32_t)map_number(lo->s->globals, symbol));
	return place;
}

static void value_at(struct lower *lo, const struct type *type, const struct place *place,
		     struct value *out)
{
	if (type_is_string(type)) {
		value_string(out, place, IR_NO_REG);
	} else if (type_is_bytes(type)) {
		out->kind = VALUE_BYTES;
		out->place = *place;
	} else {
		value_int(out, ir_load(lower_code(lo), place->base, place->off, 8, false));
	}
}

static void load_into(struct ir_routine *r, uint32_t reg, uint32_t entry)
{
	struct ir_insn *insn = ir_emit(r, IR_LOAD);

	insn->d = reg;
	insn->a = entry;
}

/* An entry that does not exist reads as 0 or "", or as a structure of zeros. */
static void read_entry_int(struct lower *lo, uint32_t entry, struct value *out)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t result = ir_imm(r, 0), absent = ir_label(r);

	ir_br_imm(r, IR_EQ, entry, 0, absent);
	load_into(r, result, entry);
	ir_place(r, absent);
	value_int(out, result);
}

/* What a self-> variable was when it was read last still holds where control can come only from
 * there, and nothing was put in its table: no other thread changes it. */
static bool is_known(struct lower *lo, const struct symbol *symbol, struct value *out)
{
	const struct ir_routine *r = lower_code(lo);
	uint32_t table = map_number(lo->s->tables, symbol);

	if (lo->last_read.symbol != symbol)
		return false;
	for (size_t i = lo->last_read.at; i < r->insns.len; i++) {
		const struct ir_insn *insn = &r->insns.data[i];

		if (insn->op == IR_LABEL ||
		    ((insn->op == IR_PUT || insn->op == IR_DROP) && insn->ref == table))
			return false;
	}
	value_int(out, lo->last_read.reg);
	return true;
}

static void note_read(struct lower *lo, const struct symbol *symbol, uint32_t reg)
{
	if (symbol->is_assoc)
		return;
	lo->last_read.symbol = symbol;
	lo->last_read.reg = reg;
	lo->last_read.at = lower_code(lo)->insns.len;
}

static void read_entry_string(struct lower *lo, uint32_t entry, struct value *out)
{
	struct place place = { .size = lo->s->strsize };
	struct ir_routine *r = lower_code(lo);
	struct value empty = VALUE_EMPTY;
	uint32_t absent = ir_label(r);

	value_text(lo, &empty, "", 0);
	place.base = ir_reg(r);
	ir_assign(r, place.base, empty.place.base);
	ir_br_imm(r, IR_EQ, entry, 0, absent);
	ir_assign(r, place.base, entry);
	ir_place(r, absent);
	value_string(out, &place, IR_NO_REG);
}

static void read_entry_bytes(struct lower *lo, uint32_t entry, uint32_t size, struct value *out)
{
	struct place zeros = lower_frame(lo, size, "absent");
	struct ir_routine *r = lower_code(lo);
	uint32_t present = ir_label(r);

	out->kind = VALUE_BYTES;
	out->place = (struct place){ .base = ir_reg(r), .size = size };
	ir_assign(r, out->place.base, entry);
	ir_br_imm(r, IR_NE, entry, 0, present);
	ir_zero(r, zeros.base, 0, size);
	ir_assign(r, out->place.base, zeros.base);
	ir_place(r, present);
}

static int read_table(struct lower *lo, const struct symbol *symbol, const struct node *keys,
		      struct value *out)
{
	uint32_t key, entry;
	int err;

	if (is_known(lo, symbol, out))
		return 0;
	err = lower_key(lo, symbol, keys, &key);
	if (err)
		return err;
	entry = ir_find(lower_code(lo), map_number(lo->s->tables, symbol), key);
	if (in_register(symbol->type)) {
		read_entry_int(lo, entry, out);
		note_read(lo, symbol, out->reg);
	} else if (type_is_string(symbol->type)) {
		read_entry_string(lo, entry, out);
	} else {
		read_entry_bytes(lo, entry, lower_size(lo->s, symbol->type), out);
	}
	return 0;
}

int lower_var(struct lower *lo, const struct node *n, struct value *out)
{
	const struct node *keys;
	const struct symbol *symbol = symbol_of(n, &keys);
	struct place place;

	if (in_table(symbol))
		return read_table(lo, symbol, keys, out);
	if (symbol->kind == SYMBOL_THIS && in_register(symbol->type)) {
		struct ir_routine *r = lower_code(lo);
		uint32_t copy = ir_reg(r);

		/* A copy: the variable may change before the value is used, as in this->x +
		 * this->x++. */
		ir_assign(r, copy, map_number(lo->this_regs, symbol));
		value_int(out, copy);
		return 0;
	}
	place = fixed_place(lo, symbol);
	value_at(lo, symbol->type, &place, out);
	return 0;
}

/* Writing */

static void count_lost_variable(struct lower *lo, enum ir_cond cond, uint32_t status)
{
	struct ir_routine *r = lower_code(lo);
	uint32_t good = ir_label(r);

	ir_br_imm(r, cond, status, 0, good);
	lower_count(lo, offsetof(struct run_counters, variables));
	ir_place(lower_code(lo), good);
}

static int write_table_int(struct lower *lo, const struct symbol *symbol, uint32_t key,
			   uint32_t reg)
{
	uint32_t table = map_number(lo->s->tables, symbol);
	struct place place = lower_frame(lo, 8, "value");
	struct ir_routine *r = lower_code(lo);
	uint32_t keep = ir_label(r), end = ir_label(r);

	ir_br_imm(r, IR_NE, reg, 0, keep);
	ir_drop(r, table, key);
	ir_jmp(r, end);
	ir_place(r, keep);
	ir_store_reg(r, place.base, 0, reg, 8);
	count_lost_variable(lo, IR_SGE, ir_put(r, table, key, place.base));
	ir_place(lower_code(lo), end);
	return 0;
}

/* A constant NULL or "" frees a string's entry as 0 frees an integer's. */
static bool is_freeing(const struct value *v)
{
	return v->kind == VALUE_STRING && v->text && !v->text_len;
}

/* A structure that is freed reads as zeros. */
static int free_entry(struct lower *lo, const struct symbol *symbol, uint32_t key,
		      struct value *out)
{
	uint32_t size = lower_size(lo->s, symbol->type);

	ir_drop(lower_code(lo), map_number(lo->s->tables, symbol), key);
	out->kind = VALUE_BYTES;
	out->place = lower_frame(lo, size, "freed");
	ir_zero(lower_code(lo), out->place.base, out->place.off, size);
	return 0;
}

static int write_table(struct lower *lo, const struct symbol *symbol, const struct node *keys,
		       const struct node *right, struct value *out)
{
	uint32_t table = map_number(lo->s->tables, symbol);
	struct place place;
	uint32_t key;
	bool is_freed = type_is_sou(symbol->type) && right->kind == NODE_INT;
	int err = is_freed ? 0 : lower_expr(lo, right, out);

	if (!err)
		err = lower_key(lo, symbol, keys, &key);
	if (err)
		return err;
	if (is_freed)
		return free_entry(lo, symbol, key, out);
	if (out->kind == VALUE_INT)
		return write_table_int(lo, symbol, key, out->reg);
	if (is_freeing(out)) {
		ir_drop(lower_code(lo), table, key);
		return 0;
	}
	place = lower_frame(lo, lower_size(lo->s, symbol->type), "value");
	if (out->kind == VALUE_STRING)
		lower_string_copy(lo, &place, out, false);
	else
		lower_copy_bytes(lo, &place, &out->place);
	count_lost_variable(lo, IR_SGE, ir_put(lower_code(lo), table, key, place.base));
	return 0;
}

void lower_entry_reload(struct lower *lo, const struct node *n, uint32_t key,
			const struct place *copy)
{
	const struct node *keys;
	const struct symbol *symbol = symbol_of(n, &keys);
	uint32_t size = lower_size(lo->s, symbol->type);
	struct value old = VALUE_EMPTY;

	read_entry_bytes(lo, ir_find(lower_code(lo), map_number(lo->s->tables, symbol), key), size,
			 &old);
	ir_copy(lower_code(lo), copy->base, 0, old.place.base, size);
}

int lower_entry_copy(struct lower *lo, const struct node *n, uint32_t *key, struct place *out)
{
	const struct node *keys;
	const struct symbol *symbol = symbol_of(n, &keys);
	int err = lower_key(lo, symbol, keys, key);

	if (err)
		return err;
	*out = lower_frame(lo, lower_size(lo->s, symbol->type), "value");
	lower_entry_reload(lo, n, *key, out);
	return 0;
}

void lower_entry_put(struct lower *lo, const struct node *n, uint32_t key,
		     const struct place *value)
{
	const struct node *keys;
	uint32_t table = map_number(lo->s->tables, symbol_of(n, &keys));

	count_lost_variable(lo, IR_SGE, ir_put(lower_code(lo), table, key, value->base));
}

static int write_fixed(struct lower *lo, const struct symbol *symbol, const struct value *v)
{
	struct ir_routine *r = lower_code(lo);
	struct place place;

	if (v->kind == VALUE_INT && symbol->kind == SYMBOL_THIS) {
		ir_assign(r, map_number(lo->this_regs, symbol), v->reg);
		return 0;
	}
	place = fixed_place(lo, symbol);
	if (v->kind == VALUE_INT)
		ir_store_reg(lower_code(lo), place.base, place.off, v->reg, 8);
	else if (v->kind == VALUE_STRING)
		lower_string_copy(lo, &place, v, false);
	else
		lower_copy_bytes(lo, &place, &v->place);
	return 0;
}

/* Changing in place: x += y, x++. What x holds is read before y is computed, which may change it.
 * The values are registers. */
struct change {
	enum token_kind op;
	const struct node *at;
	const struct type *type;
	const struct node *right;	/* NULL: 1 */
	uint32_t old_value, new_value;
};

/* What 1 means for ++, and the operand for +=, when the target is a pointer. */
static int64_t step_of(const struct type *type)
{
	const struct type *t = type_resolve((struct type *)type);

	if (t->kind != TYPE_POINTER)
		return 1;
	t = type_resolve(t->ref);
	return t->size ? t->size : 1;
}

static int lower_operand(struct lower *lo, const struct change *c, uint32_t *out)
{
	int64_t step = step_of(c->type);
	int err;

	if (!c->right) {
		*out = ir_imm(lower_code(lo), step);
		return 0;
	}
	err = lower_int(lo, c->right, out);
	if (!err && step != 1)
		*out = ir_binary_imm(lower_code(lo), IR_MUL, *out, step);
	return err;
}

static int apply_change(struct lower *lo, struct change *c, uint32_t old)
{
	int64_t divisor;
	bool is_nonzero = c->right && node_is_const_int(c->right, &divisor) && divisor;
	uint32_t operand;
	int err = lower_operand(lo, c, &operand);

	c->old_value = old;
	return err ? err : lower_arith(lo, c->at, c->op, c->type, old, operand, is_nonzero,
				       &c->new_value);
}

static int change_table(struct lower *lo, const struct symbol *symbol, const struct node *keys,
			struct change *c)
{
	uint32_t table = map_number(lo->s->tables, symbol);
	struct ir_routine *r;
	uint32_t key, entry, old, absent;
	int err = lower_key(lo, symbol, keys, &key);

	if (err)
		return err;
	r = lower_code(lo);
	absent = ir_label(r);
	old = ir_imm(r, 0);
	entry = ir_find(r, table, key);
	ir_br_imm(r, IR_EQ, entry, 0, absent);
	ir_assign(r, old, ir_load(r, entry, 0, 8, false));
	ir_place(r, absent);
	err = apply_change(lo, c, old);
	return err ? err : write_table_int(lo, symbol, key, c->new_value);
}

/* What the right side changed beside a part of an element stays. */
static int change_memory(struct lower *lo, const struct node *target, struct change *c)
{
	struct lvalue lv;
	int err = lower_lvalue(lo, target, &lv);

	if (!err)
		err = apply_change(lo, c, lower_lvalue_load(lo, &lv));
	if (err)
		return err;
	if (lv.entry && c->right)
		lower_entry_reload(lo, lv.entry, lv.key, &lv.copy);
	lower_lvalue_store(lo, &lv, &c->new_value);
	return 0;
}

static int change_var(struct lower *lo, const struct node *target, struct change *c)
{
	const struct node *keys;
	const struct symbol *symbol = symbol_of(target, &keys);
	struct value v = VALUE_EMPTY;
	int err;

	if (!symbol)
		return change_memory(lo, target, c);
	if (in_table(symbol))
		return change_table(lo, symbol, keys, c);
	err = lower_var(lo, target, &v);
	if (!err)
		err = apply_change(lo, c, v.reg);
	value_int(&v, c->new_value);
	return err ? err : write_fixed(lo, symbol, &v);
}

static int lower_op_assign(struct lower *lo, const struct node_assign *n, struct value *out)
{
	struct change c = {
		.op = n->op, .at = &n->node, .type = n->left->type, .right = n->right
	};
	int err = change_var(lo, n->left, &c);

	value_int(out, c.new_value);
	return err;
}

/* To a part of a variable, or to scratch memory. */
static int assign_part(struct lower *lo, const struct node_assign *n, struct value *out)
{
	struct lvalue lv;
	int err = lower_expr(lo, n->right, out);

	if (!err)
		err = lower_lvalue(lo, n->left, &lv);
	if (err)
		return err;
	if (out->kind == VALUE_INT)
		lower_lvalue_store(lo, &lv, &out->reg);
	else
		lower_lvalue_put(lo, &lv, out);
	return 0;
}

int lower_assign(struct lower *lo, const struct node_assign *n, struct value *out)
{
	const struct node *keys;
	const struct symbol *symbol = symbol_of(n->left, &keys);
	int err;

	if (n->op != TOKEN_ASSIGN)
		return lower_op_assign(lo, n, out);
	if (!symbol)
		return assign_part(lo, n, out);
	if (in_table(symbol))
		return write_table(lo, symbol, keys, n->right, out);
	err = lower_expr(lo, n->right, out);
	return err ? err : write_fixed(lo, symbol, out);
}

int lower_incdec(struct lower *lo, const struct node_incdec *n, struct value *out)
{
	struct change c = { .op = n->op == TOKEN_PLUSPLUS ? TOKEN_PLUS : TOKEN_MINUS,
			    .at = &n->node,
			    .type = n->operand->type };
	int err = change_var(lo, n->operand, &c);

	value_int(out, n->is_prefix ? c.new_value : c.old_value);
	return err;
}
