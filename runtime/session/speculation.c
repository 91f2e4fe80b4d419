/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Records that wait for commit(). */
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/session/session_impl.h"

static struct speculation *find(struct session *s, uint64_t number)
{
	vec_each(spec, &s->speculations.open)
		if (spec->number == number)
			return spec;
	return NULL;
}

static bool was_closed(const struct session *s, uint64_t number)
{
	for (uint32_t i = 0; i < N_CLOSED; i++)
		if (s->speculations.closed[i] == number)
			return true;
	return false;
}

void session_speculate(struct session *s, uint64_t number, const void *data, size_t size)
{
	struct speculation *spec = find(s, number);

	if (was_closed(s, number))
		return;
	if (!spec) {
		spec = vec_add(&s->speculations.open);
		spec->number = number;
	}
	if (spec->records.len + sizeof(size) + size > (uint64_t)s->opts.specsize) {
		s->speculations.n_drops++;
		return;
	}
	str_append(&spec->records, (const char *)&size, sizeof(size));
	str_append(&spec->records, data, size);
}

/* Takes the records out; the caller frees them. */
static struct str close_speculation(struct session *s, uint64_t number)
{
	struct speculations *all = &s->speculations;
	struct speculation *spec = find(s, number);
	struct str records = { 0 };

	if (number)
		all->closed[all->n_closed++ % N_CLOSED] = number;
	if (!spec)
		return records;
	records = spec->records;
	*spec = all->open.data[--all->open.len];
	return records;
}

int session_commit(void *ctx, uint64_t number)
{
	struct session *s = ctx;
	struct json_object *output = s->consumer.output;
	auto_str struct str records = close_speculation(s, number);
	size_t size;

	for (size_t at = 0; at < records.len; at += size) {
		auto_free void *record = NULL;

		memcpy(&size, records.data + at, sizeof(size));
		at += sizeof(size);
		record = xmemdup(records.data + at, size);
		session_print_data(s, record);
	}
	s->consumer.output = output;
	return 0;
}

int session_discard(void *ctx, uint64_t number)
{
	auto_str struct str records = close_speculation(ctx, number);

	(void)records;
	return 0;
}

void session_speculations_fini(struct session *s)
{
	vec_each(spec, &s->speculations.open)
		str_fini(&spec->records);
	vec_fini(&s->speculations.open);
}
