/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From a record to text: the line's beginning, then each act in the order of the clause. */
#include <string.h>

#include "runtime/lang/builtin.h"
#include "runtime/output/flow.h"
#include "runtime/output/text.h"
#include "runtime/session/report.h"
#include "runtime/session/session_impl.h"

enum { FLUSH_SIZE = 1 << 16 };

static void begin_line(struct session *s, const struct record_head *head, const struct probe *probe)
{
	struct flow_line line = {
		.cpu = head->cpu,
		.probe = probe->id,
		.clause = head->clause,
		.provider = probe->provider,
		.function = probe->func,
		.name = probe->name,
	};

	if (!s->header_done) {
		s->header_done = true;
		if (s->flow)
			flow_header(&s->out);
		else
			text_header(&s->out);
	}
	if (s->flow)
		flow_prefix(s->flow, &s->out, &line);
	else
		text_prefix(&s->out, head->cpu, probe->id, probe->func, probe->name);
}

bool session_act_was_done(const struct clause_desc *clause, const struct act *act, const void *data)
{
	uint64_t mask;

	if (act->mask_bit < 0 || !clause->mask_offset)
		return true;
	memcpy(&mask, (const char *)data + clause->mask_offset, sizeof(mask));
	return mask >> act->mask_bit & 1;
}

/* The number of the speculation that the record belongs to, 0 if that is none that is open; false:
 * it belongs to none. */
static bool is_speculative(const struct clause_desc *clause, const void *data, uint64_t *number)
{
	for (uint32_t i = 0; i < clause->n_acts; i++) {
		const struct act *act = &clause->acts[i];

		if (!act->builtin || !(act->builtin->flags & BUILTIN_SPECULATES) ||
		    !session_act_was_done(clause, act, data))
			continue;
		*number = (uint64_t)consumer_arg(&act->fields[0], data).value;
		return true;
	}
	return false;
}

/* The line begins with the first action that prints: commit() comes before, and has lines of its
 * own. */
static void print_acts(struct session *s, const struct record_head *head)
{
	const struct clause_desc *clause = &s->compiled->layout.clauses[head->clause];
	bool has_begun = false;
	int err;

	for (uint32_t i = 0; i < clause->n_acts; i++) {
		const struct act *act = &clause->acts[i];

		if (!act->builtin || !session_act_was_done(clause, act, head))
			continue;
		if (!s->opts.quiet && !has_begun && act->builtin->flags & BUILTIN_RECORDS) {
			begin_line(s, head, s->compiled->probes.data[head->probe]);
			has_begun = true;
		}
		err = act->builtin->consume(&s->consumer, act, head);
		if (err && !s->consume_err)
			s->consume_err = err;
	}
	if (has_begun)
		str_putc(&s->out, '\n');
}

/* commit() alone has no line. */
static bool has_line(const struct clause_desc *clause)
{
	for (uint32_t i = 0; i < clause->n_acts; i++)
		if (!clause->acts[i].builtin || clause->acts[i].builtin->flags & BUILTIN_RECORDS)
			return true;
	return !clause->n_acts;
}

void session_print_data(struct session *s, const struct record_head *head)
{
	const struct clause_desc *clause = &s->compiled->layout.clauses[head->clause];

	if (s->opts.oformat == OFORMAT_JSON && has_line(clause)) {
		session_data_json(s, head);
	} else if (clause->n_acts) {
		print_acts(s, head);
	} else if (!s->opts.quiet) {
		begin_line(s, head, s->compiled->probes.data[head->probe]);
		str_putc(&s->out, '\n');
	}
}

static void consume_data(struct session *s, const struct record_head *head, size_t size)
{
	const struct clause_desc *clause = &s->compiled->layout.clauses[head->clause];
	uint64_t number;

	if (size < clause->record_size)
		return;
	if (!is_speculative(clause, head, &number))
		session_print_data(s, head);
	else if (number)
		session_speculate(s, number, head, size);
}

/* What was printed before comes first also where both go to one terminal. */
static void consume_fault(struct session *s, const struct record_fault *fault)
{
	auto_str struct str text = { 0 };

	if (s->opts.oformat == OFORMAT_JSON) {
		session_fault_json(s, fault);
		return;
	}
	session_flush(s);
	report_fault(&text, fault, s->compiled->probes.data[fault->head.probe]);
	fputs(str_text(&text), s->config.err);
	fflush(s->config.err);
}

int session_consume(const void *data, size_t size, void *ctx)
{
	struct session *s = ctx;
	const struct record_head *head = data;

	if (size < sizeof(*head) || head->clause >= s->compiled->layout.n_clauses ||
	    head->probe >= s->compiled->probes.len)
		return 0;
	if (head->kind == RECORD_DATA)
		consume_data(s, head, size);
	else if (head->kind == RECORD_FAULT && size >= sizeof(struct record_fault))
		consume_fault(s, data);
	if (s->out.len >= FLUSH_SIZE)
		session_flush(s);
	return s->out_error != 0;
}
