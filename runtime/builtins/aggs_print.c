/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/builtins/aggs_impl.h"

#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/builtins/consumer.h"
#include "runtime/ir/agg.h"
#include "runtime/output/hist.h"
#include "runtime/output/text.h"

/* What is printed together. */
struct print {
	struct str *out;
	const struct format_env *env;
	const struct agg **list;
	uint32_t n;
	const struct aggs_look *look;
	struct format_arg *keys;	/* of the row being printed */
	struct format_agg *values;
	struct shown {
		const struct agg *agg;
		const uint64_t *words;
		const struct aggs_look *look;
	} *shown;			/* what values' ctx points to */
};

static void print_distribution(struct str *out, const struct format_agg *value)
{
	const struct shown *shown = value->ctx;
	const struct agg *agg = shown->agg;
	struct hist_style style = {
		.normal = agg->normal > INT64_MAX ? INT64_MAX : (int64_t)agg->normal,
		.is_zoomed = shown->look->is_zoomed,
		.is_utf8 = shown->look->is_utf8,
	};

	agg->ops->print(out, shown->words, agg->desc->params, &style);
}

static void load_row(struct print *p, const struct agg_row *row)
{
	const struct agg_desc *desc = p->list[0]->desc;

	for (uint32_t i = 0; i < desc->n_keys; i++)
		p->keys[i] = consumer_arg(&desc->keys[i], row->key);
	for (uint32_t i = 0; i < p->n; i++) {
		const struct agg *agg = p->list[i];
		struct format_agg *value = &p->values[i];

		p->shown[i] = (struct shown){ agg, row->words[i], p->look };
		*value = (struct format_agg){ .print = print_distribution, .ctx = &p->shown[i] };
		if (!agg->ops->number)
			continue;
		value->is_number = true;
		value->number.class = FORMAT_INT;
		value->number.is_signed = true;
		value->number.size = 8;
		value->number.value = agg->ops->number(row->words[i], agg->normal);
	}
}

static void print_symbol(const struct print *p, const struct format_arg *key)
{
	auto_str struct str name = { 0 };

	if (p->env->symbol)
		p->env->symbol(p->env->ctx, &name, key, true);
	else
		str_printf(&name, "0x%llx", (unsigned long long)key->value);
	text_trace_string(p->out, str_text(&name), name.len, TEXT_KEY_WIDTH);
}

static void print_key(const struct print *p, const struct format_arg *key)
{
	switch (key->class) {
	case FORMAT_INT:
	case FORMAT_PTR:
		text_trace_int(p->out, key->value, key->size, key->is_signed);
		return;
	case FORMAT_STRING:
		text_trace_string(p->out, key->data, key->size, TEXT_KEY_WIDTH);
		return;
	case FORMAT_STACK:
		if (p->env->stack)
			p->env->stack(p->env->ctx, p->out, key, 0);
		return;
	case FORMAT_SYM:
		print_symbol(p, key);
		return;
	case FORMAT_FLOAT:
	case FORMAT_BYTES:
		text_trace_bytes(p->out, key->data, key->size, TEXT_KEY_WIDTH);
		return;
	}
}

static void print_row(struct print *p, const struct agg_row *row, const struct format *format)
{
	uint32_t n_keys = p->list[0]->desc->n_keys;

	load_row(p, row);
	if (format) {
		format_print_aggs(p->out, format, p->env, p->keys, n_keys, p->values, p->n);
		return;
	}
	for (uint32_t i = 0; i < n_keys; i++)
		print_key(p, &p->keys[i]);
	for (uint32_t i = 0; i < p->n; i++) {
		if (p->values[i].is_number)
			text_trace_int(p->out, p->values[i].number.value, 8, true);
		else
			p->values[i].print(p->out, &p->values[i]);
	}
	str_putc(p->out, '\n');
}

/* The keys of a row as one text, with single blanks between them. */
static const char *keys_text(struct print *p, struct arena *arena)
{
	auto_str struct str raw = { 0 };
	struct print to_raw = *p;
	auto_str struct str text = { 0 };

	to_raw.out = &raw;
	for (uint32_t i = 0; i < p->list[0]->desc->n_keys; i++) {
		const char *begin;
		size_t len;

		str_clear(&raw);
		print_key(&to_raw, &p->keys[i]);
		begin = str_text(&raw) + strspn(str_text(&raw), " ");
		for (len = strlen(begin); len && begin[len - 1] == ' '; len--)
			;
		str_printf(&text, "%s%.*s", i ? " " : "", (int)len, begin);
	}
	return arena_printf(arena, "%s", str_text(&text));
}

/* agghist: the numbers of one aggregation as bars. */
static void print_bars(struct print *p, struct arena *arena, const struct agg_table *table)
{
	const struct hist_style style = {
		.normal = 1, .is_zoomed = p->look->is_zoomed, .is_utf8 = p->look->is_utf8,
	};
	const char **keys = arena_make_n(arena, const char *, table->n_rows + 1);
	int64_t *counts = arena_make_n(arena, int64_t, table->n_rows + 1);

	for (uint32_t i = 0; i < table->n_rows; i++) {
		load_row(p, table->rows[i]);
		keys[i] = keys_text(p, arena);
		counts[i] = p->values[0].number.value;
	}
	hist_print_keys(p->out, keys, counts, table->n_rows, &style);
}

/* aggpack: a distribution a line. */
static void print_packed(struct print *p, struct arena *arena, const struct agg_table *table)
{
	const struct agg *agg = p->list[0];
	const struct hist_style style = {
		.normal = agg->normal > INT64_MAX ? INT64_MAX : (int64_t)agg->normal,
		.is_zoomed = p->look->is_zoomed,
		.is_utf8 = p->look->is_utf8,
	};
	const char **keys = arena_make_n(arena, const char *, table->n_rows);
	const uint64_t **words = arena_make_n(arena, const uint64_t *, table->n_rows);

	for (uint32_t i = 0; i < table->n_rows; i++) {
		load_row(p, table->rows[i]);
		keys[i] = keys_text(p, arena);
		words[i] = table->rows[i]->words[0];
	}
	agg->ops->pack(p->out, keys, words, table->n_rows, agg->desc->params, &style);
}

static bool print_as_picture(struct print *p, struct arena *arena, const struct agg_table *table)
{
	bool is_number = p->list[0]->ops->number;

	if (p->n > 1 || !table->n_rows || !(is_number ? p->look->has_bars : p->look->is_packed))
		return false;
	if (is_number)
		print_bars(p, arena, table);
	else
		print_packed(p, arena, table);
	return true;
}

void aggs_print(struct aggs *aggs, struct str *out, const uint32_t *indexes, uint32_t n,
		const struct format *format)
{
	struct arena *arena = arena_new();
	struct print p = {
		.out = out, .env = &aggs->env, .n = n, .look = &aggs->look,
	};
	struct agg_table table;

	p.list = arena_make_n(arena, const struct agg *, n);
	for (uint32_t i = 0; i < n; i++) {
		p.list[i] = &aggs->list[indexes[i]];
		aggs->list[indexes[i]].was_printed = true;
	}
	p.keys = arena_make_n(arena, struct format_arg, p.list[0]->desc->n_keys + 1);
	p.values = arena_make_n(arena, struct format_agg, n);
	p.shown = arena_make_n(arena, struct shown, n);
	table = agg_table_make(arena, aggs, p.list, n, &aggs->order);
	if (format || !print_as_picture(&p, arena, &table))
		for (uint32_t i = 0; i < table.n_rows; i++)
			print_row(&p, table.rows[i], format);
	arena_free(arena);
}

int aggs_print_rest(struct aggs *aggs, struct str *out)
{
	for (uint32_t i = 0; i < aggs->layout->n_aggs; i++) {
		int err;

		if (aggs->list[i].was_printed)
			continue;
		err = aggs_read(aggs, i, NULL);
		if (err)
			return err;
		aggs_print(aggs, out, &i, 1, NULL);
	}
	return 0;
}
