/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/base/str.h"
#include "runtime/output/flow.h"

static void show(struct flow *flow, struct str *out, const struct flow_line *line)
{
	flow_prefix(flow, out, line);
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	out->data[out->len] = '\0';
	str_putc(out, '\n');
}

static void calls_indent_and_returns_come_back(void **state)
{
	struct flow *flow = flow_new();
	auto_str struct str out = { 0 };

	(void)state;
	flow_header(&out);
	show(flow, &out, &(struct flow_line){ 0, 1, 0, "pid1", "f", "entry" });
	show(flow, &out, &(struct flow_line){ 0, 2, 1, "ruby", "g", "method-entry" });
	show(flow, &out, &(struct flow_line){ 0, 3, 2, "ruby", "g", "line" });
	show(flow, &out, &(struct flow_line){ 1, 1, 0, "syscall", "open", "entry" });
	show(flow, &out, &(struct flow_line){ 1, 1, 0, "syscall", "open", "return" });
	show(flow, &out, &(struct flow_line){ 0, 4, 3, "ruby", "g", "method-return" });
	show(flow, &out, &(struct flow_line){ 0, 5, 4, "pid1", "f", "return" });
	show(flow, &out, &(struct flow_line){ 0, 5, 4, "pid1", "f", "return" });
	assert_string_equal(str_text(&out),
		"CPU FUNCTION                                 \n"
		"  0 -> f\n"
		"  0   -> g\n"
		"  0     | g:line\n"
		"  1 => open\n"
		"  1 <= open\n"
		"  0   <- g\n"
		"  0 <- f\n"
		"  0 <- f\n");
	flow_free(flow);
}

static void the_next_clause_of_a_probe_does_not_indent_again(void **state)
{
	struct flow *flow = flow_new();
	auto_str struct str out = { 0 };

	(void)state;
	show(flow, &out, &(struct flow_line){ 0, 1, 0, "pid1", "f", "entry" });
	show(flow, &out, &(struct flow_line){ 0, 1, 1, "pid1", "f", "entry" });
	show(flow, &out, &(struct flow_line){ 0, 1, 0, "pid1", "f", "entry" });
	assert_string_equal(str_text(&out), "  0 -> f\n  0   | f:entry\n  0   -> f\n");
	flow_free(flow);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_indent_and_returns_come_back),
		cmocka_unit_test(the_next_clause_of_a_probe_does_not_indent_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
