/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* From a record to a line of JSON, with the names that FreeBSD's dtrace gives to what it has.
 * dtrace(1) tells the fields; whoever adds one documents it there, and none ever goes. */
#include <string.h>
#include <time.h>

#include "runtime/lang/builtin.h"
#include "runtime/output/jsonl.h"
#include "runtime/session/report.h"
#include "runtime/session/session_impl.h"

static void put_string(struct json_object *object, const char *key, const char *text)
{
	jsonl_put_text(object, key, text, strlen(text));
}

static struct json_object *begin(const struct record_head *head, const struct probe *probe)
{
	struct json_object *line = jsonl_new();

	jsonl_put_uint(line, "timestamp", head->time);
	jsonl_put_uint(line, "cpu", head->cpu);
	jsonl_put_uint(line, "id", probe->id);
	put_string(line, "provider", probe->provider);
	put_string(line, "module", probe->module);
	put_string(line, "function", probe->func);
	put_string(line, "name", probe->name);
	return line;
}

/* An action that has no JSON of its own: what it prints, without the blanks around it. One that
 * prints nothing leaves nothing. */
static int put_text(struct consumer *c, const struct act *act, const void *data)
{
	auto_str struct str text = { 0 };
	struct consumer to_text = *c;
	const char *begin;
	size_t len;
	int err;

	to_text.out = &text;
	to_text.quiet = true;
	err = act->builtin->consume(&to_text, act, data);
	c->is_exiting = to_text.is_exiting;
	c->exit_status = to_text.exit_status;
	begin = str_text(&text) + strspn(str_text(&text), " \n");
	len = strlen(begin);
	while (len && strchr(" \n", begin[len - 1]))
		len--;
	if (len)
		jsonl_put_text(jsonl_add_object(c->output), act->builtin->name, begin, len);
	return err;
}

void session_data_json(struct session *s, const struct record_head *head)
{
	const struct clause_desc *clause = &s->compiled->layout.clauses[head->clause];
	struct json_object *line = begin(head, s->compiled->probes.data[head->probe]);

	s->consumer.output = jsonl_put_array(line, "output");
	for (uint32_t i = 0; i < clause->n_acts; i++) {
		const struct act *act = &clause->acts[i];
		int err;

		if (!act->builtin || !session_act_was_done(clause, act, head))
			continue;
		err = act->builtin->consume_json
			      ? act->builtin->consume_json(&s->consumer, act, head)
			      : put_text(&s->consumer, act, head);
		if (err && !s->consume_err)
			s->consume_err = err;
	}
	jsonl_write(&s->out, line);
}

void session_fault_json(struct session *s, const struct record_fault *fault)
{
	const struct probe *probe = s->compiled->probes.data[fault->head.probe];
	struct json_object *line = begin(&fault->head, probe);
	struct json_object *error = jsonl_put_object(line, "error");

	jsonl_put_uint(error, "epid", fault->epid);
	jsonl_put_uint(error, "action", fault->action);
	jsonl_put_uint(error, "line", fault->line);
	jsonl_put_uint(error, "fault", fault->code);
	jsonl_put_uint(error, "address", fault->addr);
	put_string(error, "msg", report_fault_name(fault->code));
	jsonl_write(&s->out, line);
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

void session_drops_json(struct session *s, int cpu, const struct run_counters *before,
			const struct run_counters *after)
{
	const struct report_drop *drop;

	for (uint32_t i = 0; (drop = report_drop_at(i)); i++) {
		uint64_t total = report_drop_count(after, drop);
		uint64_t count = total - report_drop_count(before, drop);
		struct json_object *line;

		if (!count)
			continue;
		line = jsonl_new();
		jsonl_put_uint(line, "timestamp", now_ns());
		jsonl_put_int(line, "cpu", cpu);
		jsonl_put_int(line, "id", -1);
		put_string(line, "provider", "dtrace");
		put_string(line, "module", "INTERNAL");
		put_string(line, "function", "INTERNAL");
		put_string(line, "name", "DROP");
		jsonl_put_uint(line, "count", count);
		jsonl_put_uint(line, "total", total);
		jsonl_put_int(line, "kind", drop->kind);
		put_string(line, "msg", drop->what);
		jsonl_write(&s->out, line);
	}
}
