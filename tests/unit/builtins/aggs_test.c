/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/builtins/aggs.h"
#include "runtime/builtins/table.h"
#include "runtime/ir/agg.h"
#include "runtime/ir/record.h"
#include "runtime/output/format.h"

#define N_CPUS 2
#define MAX_WORDS 130
#define MAX_ENTRIES 8

/* A key: an int, then a string of 16 bytes. */
struct key {
	int64_t number;
	char text[16];
};

/* Maps as the kernel would have them, one for each aggregation. */
struct store {
	struct entry {
		struct key key;
		bool is_used;
		uint64_t words[N_CPUS][MAX_WORDS];
	} entries[MAX_ENTRIES];
	uint32_t n_words;
	int n_reads, n_removals;
	struct entry *late;	/* one that is added to while it is removed */
};

static struct field key_fields[] = {
	{ .offset = 0, .size = 4, .kind = FIELD_INT, .is_signed = true },
	{ .offset = 8, .size = 16, .kind = FIELD_STRING },
};

struct fixture {
	struct store stores[2];
	struct agg_desc descs[2];
	struct layout layout;
	struct aggs *aggs;
	struct str out;
};

static int store_each(void *ctx, const struct agg_desc *agg,
		      int (*fn)(const void *key, const void *values, void *arg), void *arg)
{
	struct store *store = &((struct fixture *)ctx)->stores[agg->store];
	uint64_t values[N_CPUS * MAX_WORDS];

	store->n_reads++;
	for (int i = 0; i < MAX_ENTRIES; i++) {
		struct entry *e = &store->entries[i];

		if (!e->is_used)
			continue;
		for (int cpu = 0; cpu < N_CPUS; cpu++)
			memcpy(values + cpu * store->n_words, e->words[cpu], store->n_words * 8);
		fn(&e->key, values, arg);
	}
	return 0;
}

static struct entry *store_find(struct store *store, const struct key *key)
{
	for (int i = 0; i < MAX_ENTRIES; i++)
		if (store->entries[i].is_used && !memcmp(&store->entries[i].key, key, sizeof(*key)))
			return &store->entries[i];
	return NULL;
}

static int store_update(void *ctx, const struct agg_desc *agg, const void *key, const void *values)
{
	struct store *store = &((struct fixture *)ctx)->stores[agg->store];
	struct entry *e = store_find(store, key);

	for (int cpu = 0; cpu < N_CPUS; cpu++)
		memcpy(e->words[cpu], (const uint64_t *)values + cpu * store->n_words,
		       store->n_words * 8);
	return 0;
}

static int store_take(void *ctx, const struct agg_desc *agg, const void *key, void *values)
{
	struct store *store = &((struct fixture *)ctx)->stores[agg->store];
	struct entry *e = store_find(store, key);

	if (!e)
		return -ENOENT;
	if (e == store->late) {
		e->words[0][0]++;
		e->words[0][1] += 100;
	}
	for (int cpu = 0; cpu < N_CPUS; cpu++)
		memcpy((uint64_t *)values + cpu * store->n_words, e->words[cpu],
		       store->n_words * 8);
	memset(e, 0, sizeof(*e));
	store->n_removals++;
	return 0;
}

/* The value of a key on a CPU, made if there is none. */
static uint64_t *words_at(struct fixture *f, int index, int number, const char *text, int cpu)
{
	struct store *store = &f->stores[index];
	struct key key = { .number = number };
	struct entry *e;

	strcpy(key.text, text);
	e = store_find(store, &key);
	for (int i = 0; !e && i < MAX_ENTRIES; i++) {
		if (store->entries[i].is_used)
			continue;
		e = &store->entries[i];
		e->key = key;
		e->is_used = true;
	}
	return e->words[cpu];
}

static const struct builtin *function(const char *name)
{
	const struct builtin *b = builtin_find(&builtins, name);

	assert_non_null(b);
	return b;
}

/* Two aggregations by the names of their functions, with n_keys of key_fields. */
static struct fixture *setup(const char *first, const char *second, uint32_t n_keys)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *names[] = { first, second };
	struct aggs_source source = { f, N_CPUS, store_each, store_update, store_take };

	for (uint32_t i = 0; i < 2; i++) {
		struct agg_desc *desc = &f->descs[i];

		desc->func = function(names[i]);
		desc->keys = key_fields;
		desc->n_keys = n_keys;
		desc->key_size = sizeof(struct key);
		f->stores[i].n_words = desc->func->agg->n_words(desc->params);
		desc->value_size = 8 * f->stores[i].n_words;
		desc->store = i;
		desc->n_entries = MAX_ENTRIES;
	}
	f->layout.aggs = f->descs;
	f->layout.n_aggs = 2;
	f->aggs = aggs_new(&f->layout, &source);
	return f;
}

static void teardown(struct fixture *f)
{
	aggs_free(f->aggs);
	str_fini(&f->out);
	free(f);
}

static void count(struct fixture *f, int number, const char *text, int cpu, uint64_t n)
{
	words_at(f, 0, number, text, cpu)[0] += n;
}

static void sum(struct fixture *f, int index, int number, const char *text, int64_t n)
{
	uint64_t *words = words_at(f, index, number, text, 0);

	words[0]++;
	words[1] += (uint64_t)n;
}

static void raise_max(struct fixture *f, const char *text, int cpu, int64_t x)
{
	uint64_t *words = words_at(f, 0, 0, text, cpu);

	words[0]++;
	if (words[1] < ((uint64_t)x ^ (uint64_t)INT64_MIN))
		words[1] = (uint64_t)x ^ (uint64_t)INT64_MIN;
}

/* What the first aggregation prints by format, read anew. */
static const char *shown(struct fixture *f, const char *text)
{
	struct diag *dg = diag_new();
	struct format *format = format_parse(text, strlen(text), NULL, true, dg);
	uint32_t index = 0;

	assert_non_null(format);
	aggs_read(f->aggs, 0, NULL);
	str_clear(&f->out);
	aggs_print(f->aggs, &f->out, &index, 1, format);
	format_free(format);
	diag_free(dg);
	return str_text(&f->out);
}

static void cpus_are_merged_and_values_sorted(void **state)
{
	struct fixture *f = setup("count", "count", 2);

	(void)state;
	count(f, 1, "b", 0, 3);
	count(f, 1, "b", 1, 4);
	count(f, 2, "a", 0, 1);
	count(f, 1, "a", 1, 7);
	assert_string_equal(shown(f, "%d%s=%@d "), "2a=1 1a=7 1b=7 ");
	teardown(f);
}

static void lines_have_dtraces_widths(void **state)
{
	struct fixture *f = setup("count", "count", 2);
	auto_str struct str want = { 0 };

	(void)state;
	count(f, -1, "sh", 0, 3);
	assert_int_equal(aggs_print_rest(f->aggs, &f->out), 0);
	str_printf(&want, " %8d  %-50s %16d\n", -1, "sh", 3);
	assert_string_equal(str_text(&f->out), str_text(&want));
	teardown(f);
}

static void the_rest_is_what_was_not_printed(void **state)
{
	struct fixture *f = setup("count", "sum", 1);

	(void)state;
	count(f, 1, "", 0, 3);
	sum(f, 1, 5, "", 9);
	shown(f, "%@d");
	str_clear(&f->out);
	aggs_print_rest(f->aggs, &f->out);
	assert_string_equal(str_text(&f->out), "        5                9\n");
	teardown(f);
}

static void integer_keys_compare_as_unsigned(void **state)
{
	struct fixture *f = setup("count", "count", 1);

	(void)state;
	count(f, -1, "", 0, 1);
	count(f, 1, "", 0, 1);
	count(f, 0, "", 0, 1);
	assert_string_equal(shown(f, "%d "), "0 1 -1 ");
	teardown(f);
}

static void options_change_the_order(void **state)
{
	struct fixture *f = setup("count", "count", 2);

	(void)state;
	count(f, 1, "b", 0, 1);
	count(f, 2, "a", 0, 2);
	count(f, 2, "b", 0, 3);
	aggs_set_order(f->aggs, &(struct aggs_order){ .is_reverse = true });
	assert_string_equal(shown(f, "%d%s "), "2b 2a 1b ");
	aggs_set_order(f->aggs, &(struct aggs_order){ .by_key = true });
	assert_string_equal(shown(f, "%d%s "), "1b 2a 2b ");
	aggs_set_order(f->aggs, &(struct aggs_order){ .by_key = true, .key_pos = 1 });
	assert_string_equal(shown(f, "%d%s "), "2a 1b 2b ");
	teardown(f);
}

static void an_entry_nobody_added_to_is_not_shown(void **state)
{
	struct fixture *f = setup("sum", "sum", 1);

	(void)state;
	words_at(f, 0, 7, "", 0);
	assert_string_equal(shown(f, "%d "), "");
	sum(f, 0, 7, "", 0);
	assert_string_equal(shown(f, "%d=%@d "), "7=0 ");
	teardown(f);
}

static void clear_keeps_keys_and_loses_nothing(void **state)
{
	struct fixture *f = setup("count", "count", 1);

	(void)state;
	count(f, 1, "", 0, 5);
	assert_string_equal(shown(f, "%d=%@d "), "1=5 ");
	count(f, 1, "", 1, 2);
	assert_int_equal(aggs_clear(f->aggs, 0), 0);
	assert_string_equal(shown(f, "%d=%@d "), "1=2 ");
	aggs_clear(f->aggs, 0);
	assert_string_equal(shown(f, "%d=%@d "), "1=0 ");
	teardown(f);
}

static void cleared_extremes_begin_anew(void **state)
{
	struct fixture *f = setup("max", "min", 2);

	(void)state;
	raise_max(f, "a", 0, -5);
	raise_max(f, "a", 1, -7);
	assert_string_equal(shown(f, "%d%s=%@d "), "0a=-5 ");
	aggs_clear(f->aggs, 0);
	assert_string_equal(shown(f, "%d%s=%@d "), "0a=0 ");
	raise_max(f, "a", 0, -9);
	assert_string_equal(shown(f, "%d%s=%@d "), "0a=-9 ");
	teardown(f);
}

static void truncated_keys_come_back_with_what_is_new(void **state)
{
	struct fixture *f = setup("sum", "sum", 1);

	(void)state;
	sum(f, 0, 1, "", 10);
	sum(f, 0, 2, "", 20);
	shown(f, "%d");
	aggs_trunc(f->aggs, 0);
	assert_string_equal(shown(f, "%d=%@d "), "");
	sum(f, 0, 1, "", 0);
	assert_string_equal(shown(f, "%d=%@d "), "1=0 ");
	sum(f, 0, 1, "", 3);
	assert_string_equal(shown(f, "%d=%@d "), "1=3 ");
	teardown(f);
}

static void idle_truncated_keys_give_up_their_room_when_it_is_scarce(void **state)
{
	struct fixture *f = setup("sum", "sum", 1);

	(void)state;
	for (int i = 1; i <= 4; i++)
		sum(f, 0, i, "", 10);
	shown(f, "%d");
	aggs_trunc(f->aggs, 0);
	aggs_trunc(f->aggs, 0);
	assert_int_equal(f->stores[0].n_removals, 0);
	sum(f, 0, 5, "", 5);
	assert_string_equal(shown(f, "%d=%@d "), "5=5 ");
	aggs_trunc(f->aggs, 0);
	assert_int_equal(f->stores[0].n_removals, 4);
	sum(f, 0, 1, "", 4);
	assert_string_equal(shown(f, "%d=%@d "), "1=4 ");
	teardown(f);
}

/* Truncates five keys twice, so that they are taken away; one is added to in between. */
static void take_late(struct fixture *f, struct entry *late)
{
	shown(f, "%d");
	aggs_trunc(f->aggs, 0);
	f->stores[0].late = late;
	aggs_trunc(f->aggs, 0);
	assert_int_equal(f->stores[0].n_removals, 5);
}

static void what_is_added_until_a_key_is_taken_away_counts(void **state)
{
	struct fixture *f = setup("sum", "sum", 1);

	(void)state;
	for (int i = 1; i <= 5; i++)
		sum(f, 0, i, "", 10);
	take_late(f, &f->stores[0].entries[2]);
	assert_string_equal(shown(f, "%d=%@d "), "3=100 ");
	sum(f, 0, 3, "", 7);
	assert_string_equal(shown(f, "%d=%@d "), "3=107 ");
	aggs_clear(f->aggs, 0);
	sum(f, 0, 3, "", 1);
	assert_string_equal(shown(f, "%d=%@d "), "3=1 ");
	teardown(f);
}

/* An extreme's word is unsigned, and 0 is the smallest integer. */
static void so_does_an_extreme(void **state)
{
	struct fixture *f = setup("max", "max", 1);

	(void)state;
	for (int i = 1; i <= 5; i++)
		sum(f, 0, i, "", 5);
	take_late(f, &f->stores[0].entries[2]);
	assert_string_equal(shown(f, "%d=%@d "), "3=-9223372036854775708 ");
	sum(f, 0, 3, "", 50);
	assert_string_equal(shown(f, "%d=%@d "), "3=-9223372036854775708 ");
	teardown(f);
}

static void trunc_keeps_the_largest_or_the_smallest(void **state)
{
	struct fixture *f = setup("sum", "sum", 1);

	(void)state;
	for (int i = 1; i <= 5; i++)
		sum(f, 0, i, "", i * 10);
	shown(f, "%d");
	aggs_trunc_to(f->aggs, 0, 9);
	assert_string_equal(shown(f, "%@d "), "10 20 30 40 50 ");
	aggs_trunc_to(f->aggs, 0, 4);
	assert_string_equal(shown(f, "%@d "), "20 30 40 50 ");
	aggs_trunc_to(f->aggs, 0, -2);
	assert_string_equal(shown(f, "%@d "), "20 30 ");
	teardown(f);
}

static void normalised_values_are_divided_when_shown(void **state)
{
	struct fixture *f = setup("sum", "sum", 1);

	(void)state;
	sum(f, 0, 1, "", -25);
	aggs_normalize(f->aggs, 0, 10);
	assert_string_equal(shown(f, "%@d "), "-2 ");
	aggs_normalize(f->aggs, 0, 0);
	assert_string_equal(shown(f, "%@d "), "-2 ");
	aggs_normalize(f->aggs, 0, 1);
	assert_string_equal(shown(f, "%@d "), "-25 ");
	teardown(f);
}

static void several_are_joined_on_their_keys(void **state)
{
	struct fixture *f = setup("count", "sum", 1);
	struct diag *dg = diag_new();
	struct format *format = format_parse("%d:%@d,%@d ", 11, NULL, true, dg);
	uint32_t both[] = { 0, 1 };

	(void)state;
	count(f, 1, "", 0, 3);
	count(f, 2, "", 0, 2);
	sum(f, 1, 2, "", 50);
	sum(f, 1, 3, "", 40);
	aggs_read(f->aggs, 0, NULL);
	aggs_read(f->aggs, 1, NULL);
	aggs_print(f->aggs, &f->out, both, 2, format);
	assert_string_equal(str_text(&f->out), "3:0,40 2:2,50 1:3,0 ");
	str_clear(&f->out);
	aggs_set_order(f->aggs, &(struct aggs_order){ .agg_pos = 1 });
	aggs_print(f->aggs, &f->out, both, 2, format);
	assert_string_equal(str_text(&f->out), "1:3,0 3:0,40 2:2,50 ");
	format_free(format);
	diag_free(dg);
	teardown(f);
}

static void one_firing_sees_one_state(void **state)
{
	struct fixture *f = setup("count", "count", 1);
	struct record_head head = { .clause = 1, .probe = 4, .cpu = 1, .time = 1000 };

	(void)state;
	aggs_read(f->aggs, 0, &head);
	aggs_read(f->aggs, 0, &head);
	head.clause = 2;
	head.time += 500;
	aggs_read(f->aggs, 0, &head);
	assert_int_equal(f->stores[0].n_reads, 1);
	head.clause = 1;
	aggs_read(f->aggs, 0, &head);
	assert_int_equal(f->stores[0].n_reads, 2);
	head.time += 1;
	aggs_read(f->aggs, 0, &head);
	assert_int_equal(f->stores[0].n_reads, 3);
	head.cpu = 0;
	aggs_read(f->aggs, 0, &head);
	assert_int_equal(f->stores[0].n_reads, 4);
	teardown(f);
}

static void averages_and_deviations_are_whole_numbers(void **state)
{
	const struct agg_ops *avg = function("avg")->agg, *stddev = function("stddev")->agg;
	uint64_t values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
	uint64_t words[4] = { 0 }, other[4] = { 1, 1000, UINT64_MAX, 5 };

	(void)state;
	for (int i = 0; i < 8; i++) {
		words[0]++;
		words[1] += values[i];
		words[2] += values[i] * values[i];
	}
	assert_int_equal(avg->number(words, 1), 5);
	assert_int_equal(avg->number(words, 2), 2);
	assert_int_equal(stddev->number(words, 1), 2);
	stddev->merge(words, other);
	assert_int_equal(words[2], 231);
	assert_int_equal(words[3], 6);
	stddev->subtract(words, other);
	assert_int_equal(words[2], 232);
	assert_int_equal(words[3], 0);
	assert_int_equal(words[0], 8);
	teardown(setup("avg", "stddev", 0));
}

static void distributions_print_as_tables(void **state)
{
	struct fixture *f = setup("quantize", "quantize", 2);

	(void)state;
	words_at(f, 0, 1, "x", 0)[0] = 1;
	words_at(f, 0, 1, "x", 0)[1 + 64] = 1;
	words_at(f, 0, 1, "x", 1)[1 + 64] = 3;
	words_at(f, 0, 1, "x", 1)[0] = 1;
	assert_string_equal(shown(f, "%d%s%@d"),
		"1x\n"
		"           value  ------------- Distribution ------------- count    \n"
		"               0 |                                         0        \n"
		"               1 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@ 4        \n"
		"               2 |                                         0        \n");
	teardown(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cpus_are_merged_and_values_sorted),
		cmocka_unit_test(lines_have_dtraces_widths),
		cmocka_unit_test(the_rest_is_what_was_not_printed),
		cmocka_unit_test(integer_keys_compare_as_unsigned),
		cmocka_unit_test(options_change_the_order),
		cmocka_unit_test(an_entry_nobody_added_to_is_not_shown),
		cmocka_unit_test(clear_keeps_keys_and_loses_nothing),
		cmocka_unit_test(cleared_extremes_begin_anew),
		cmocka_unit_test(truncated_keys_come_back_with_what_is_new),
		cmocka_unit_test(idle_truncated_keys_give_up_their_room_when_it_is_scarce),
		cmocka_unit_test(what_is_added_until_a_key_is_taken_away_counts),
		cmocka_unit_test(so_does_an_extreme),
		cmocka_unit_test(trunc_keeps_the_largest_or_the_smallest),
		cmocka_unit_test(normalised_values_are_divided_when_shown),
		cmocka_unit_test(several_are_joined_on_their_keys),
		cmocka_unit_test(one_firing_sees_one_state),
		cmocka_unit_test(averages_and_deviations_are_whole_numbers),
		cmocka_unit_test(distributions_print_as_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
