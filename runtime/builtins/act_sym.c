/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* sym(), usym() and their like: an address that prints as a name. */
#include <stddef.h>

#include "runtime/base/str.h"
#include "runtime/builtins/consumer.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/lower.h"
#include "runtime/output/jsonl.h"
#include "runtime/output/text.h"

/* A datum: which part, and whether the address is one of the traced program. */
enum { IS_USER = 4 };

enum { MODULE_WIDTH = 24, FUNCTION_WIDTH = 50 };

static int lower_symbol(struct lower *lo, const struct node *use, struct value *out)
{
	int32_t datum = node_call(use)->builtin->datum;
	struct place place = lower_frame(lo, sizeof(struct record_symbol), "symbol");
	struct ir_routine *r;
	uint32_t address;
	int err = lower_int(lo, node_call(use)->args, &address);

	if (err)
		return err;
	r = lower_code(lo);
	ir_store_imm(r, place.base, offsetof(struct record_symbol, pid), 0, 4);
	if (datum & IS_USER)
		ir_store_reg(r, place.base, offsetof(struct record_symbol, pid),
			     ir_binary_imm(r, IR_SHR, lower_ids(lo), 32), 4);
	ir_store_imm(r, place.base, offsetof(struct record_symbol, part), datum & ~IS_USER, 4);
	ir_store_reg(r, place.base, offsetof(struct record_symbol, address), address, 8);
	out->kind = VALUE_BYTES;
	out->place = place;
	return 0;
}

static int consume_symbol(struct consumer *c, const struct act *act, const void *data)
{
	struct format_arg arg = consumer_arg(&act->fields[0], data);
	bool is_module = (act->builtin->datum & ~IS_USER) == SYMBOL_MODULE;
	auto_str struct str name = { 0 };

	if (c->env.symbol)
		c->env.symbol(c->env.ctx, &name, &arg, act->builtin->datum & IS_USER);
	str_puts(c->out, "  ");
	text_field(c->out, str_text(&name), name.len, -(is_module ? MODULE_WIDTH : FUNCTION_WIDTH));
	return 0;
}

static int consume_symbol_json(struct consumer *c, const struct act *act, const void *data)
{
	struct format_arg arg = consumer_arg(&act->fields[0], data);

	jsonl_put_symbol(jsonl_add_object(c->output), act->builtin->name, &c->env, &arg);
	return 0;
}

#define SYMBOL(name_, type, datum_, doc_)                                                          \
	{ .name = name_, .kind = BUILTIN_ACT, .proto = "symaddr (" type ")",                       \
	  .flags = BUILTIN_RECORDS, .datum = (datum_), .lower = lower_symbol,                      \
	  .consume = consume_symbol, .consume_json = consume_symbol_json, .doc = doc_ }

const struct builtin sym_builtins[] = {
	SYMBOL("func", "uintptr_t", SYMBOL_FUNCTION, "The same as sym()."),
	SYMBOL("mod", "uintptr_t", SYMBOL_MODULE,
	       "The kernel's module that an address lies in. A value to print, and a key of "
	       "aggregations, where addresses of one name are one key."),
	SYMBOL("sym", "uintptr_t", SYMBOL_FUNCTION,
	       "The kernel's function that an address lies in. A value to print, and a key of "
	       "aggregations, where addresses of one name are one key."),
	SYMBOL("uaddr", "uintptr_t", SYMBOL_ADDRESS | IS_USER,
	       "An address of the traced program as FILE`FUNCTION+0xOFFSET. A value to print, and "
	       "a key of aggregations."),
	SYMBOL("ufunc", "uintptr_t", SYMBOL_FUNCTION | IS_USER, "The same as usym()."),
	SYMBOL("umod", "uintptr_t", SYMBOL_MODULE | IS_USER,
	       "The file of the traced program that an address lies in. A value to print, and a "
	       "key of aggregations, where addresses of one name are one key."),
	SYMBOL("usym", "uintptr_t", SYMBOL_FUNCTION | IS_USER,
	       "The function of the traced program that an address lies in. A value to print, and "
	       "a key of aggregations, where addresses of one name are one key."),
	{ 0 },
};
