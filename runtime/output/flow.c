/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/output/flow.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"

#define STEP 2
#define NAME_WIDTH 41

/* A broken nesting must not push lines out of every window. */
#define MAX_INDENT 512

enum direction { FLOW_NONE, FLOW_ENTRY, FLOW_RETURN };

struct cpu {
	int indent;
	bool has_last;
	uint32_t last_probe, last_clause;
};

struct flow {
	VEC(struct cpu) cpus;
};

struct flow *flow_new(void)
{
	return xcalloc(1, sizeof(struct flow));
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	vec_fini(&flow->cpus);
	free(flow);
}

void flow_header(struct str *out)
{
	str_printf(out, "%3s %-41s\n", "CPU", "FUNCTION");
}

static struct cpu *cpu_at(struct flow *flow, uint32_t number)
{
	while (flow->cpus.len <= number)
		vec_add(&flow->cpus);
	return &flow->cpus.data[number];
}

/* Is it the word, or does it end in -word? */
static bool ends_in(const char *name, const char *word)
{
	size_t len = strlen(name), word_len = strlen(word);

	if (len < word_len || strcmp(name + len - word_len, word))
		return false;
	return len == word_len || name[len - word_len - 1] == '-';
}

static enum direction direction_of(const struct cpu *cpu, const struct flow_line *line)
{
	if (cpu->has_last && cpu->last_probe == line->probe && line->clause > cpu->last_clause)
		return FLOW_NONE;
	if (ends_in(line->name, "entry"))
		return FLOW_ENTRY;
	return ends_in(line->name, "return") ? FLOW_RETURN : FLOW_NONE;
}

void flow_prefix(struct flow *flow, struct str *out, const struct flow_line *line)
{
	struct cpu *cpu = cpu_at(flow, line->cpu);
	enum direction direction = direction_of(cpu, line);
	bool is_syscall = !strcmp(line->provider, "syscall");
	size_t start;

	if (direction == FLOW_RETURN && cpu->indent >= STEP)
		cpu->indent -= STEP;
	str_printf(out, "%3u ", line->cpu);
	start = out->len;
	str_pad(out, ' ', cpu->indent);
	if (direction == FLOW_NONE)
		str_printf(out, "| %s:%s", line->function, line->name);
	else if (direction == FLOW_ENTRY)
		str_printf(out, "%s %s", is_syscall ? "=>" : "->", line->function);
	else
		str_printf(out, "%s %s", is_syscall ? "<=" : "<-", line->function);
	str_pad(out, ' ', NAME_WIDTH - (int)(out->len - start));
	str_putc(out, ' ');
	if (direction == FLOW_ENTRY && cpu->indent < MAX_INDENT)
		cpu->indent += STEP;
	cpu->has_last = true;
	cpu->last_probe = line->probe;
	cpu->last_clause = line->clause;
}
