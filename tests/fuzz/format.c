/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The first byte chooses printf() or printa() and the types of the arguments, the next 8 are their
 * values; the rest is the format. What passes the check prints, and a single conversion that C has
 * too prints as in C. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/output/format.h"

#define N_ARGS 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print_table(struct str *out, const struct format_agg *agg)
{
	str_puts(out, agg->ctx);
}

static void make_args(uint8_t choice, int64_t value, struct format_type *types,
		      struct format_arg *args)
{
	static const enum format_class classes[] = { FORMAT_INT, FORMAT_STRING, FORMAT_SYM,
						     FORMAT_FLOAT };
	static const char text[] = "some text\n\1\xff";

	for (int i = 0; i < N_ARGS; i++) {
		enum format_class class = classes[(choice >> i) & (i ? 1 : 3)];
		uint32_t bytes = class == FORMAT_INT ? 1u << (i & 3) : sizeof(double);

		types[i] = (struct format_type){ .class = class, .size = bytes, .name = "t" };
		args[i] = (struct format_arg){
			.class = class,
			.is_signed = choice >> 6 & 1,
			.size = class == FORMAT_STRING ? sizeof(text) - 1 : bytes,
			.value = value,
			.data = text,
		};
	}
	args[3].value = (int8_t)value;
}

/* Of a format that is one conversion of 64 bits without D's own flags. */
static void compare_with_c(const struct format *fmt, const struct format_arg *arg)
{
	const struct format_conv *conv = &fmt->convs[0];
	const uint32_t c_flags = FORMAT_LEFT | FORMAT_PLUS | FORMAT_SPACE | FORMAT_ALT |
				 FORMAT_ZERO;
	struct format_arg wide = *arg;
	auto_str struct str ours = { 0 };
	char text[32], flags[8] = "", theirs[2 * FORMAT_MAX_WIDTH];
	size_t n = 0;

	if (fmt->n_convs != 1 || conv->text_len || !conv->verb || conv->flags & ~c_flags ||
	    !strchr("diuxXo", conv->verb))
		return;
	for (size_t i = 0; i < 5; i++)
		if (conv->flags & 1u << i)
			flags[n++] = "-+ #0"[i];
	wide.class = FORMAT_INT;
	wide.size = 8;
	wide.is_signed = true;
	format_print(&ours, fmt, NULL, &wide, 1);
	snprintf(text, sizeof(text), "%%%s*.*ll%c", flags, conv->verb);
	snprintf(theirs, sizeof(theirs), text, conv->width, conv->precision, (long long)arg->value);
	/* D prints a 0 where C prints nothing ("%.0d") and one where C's # would add another. */
	if (arg->value && !(conv->verb == 'o' && conv->flags & FORMAT_ALT) &&
	    strcmp(str_text(&ours), theirs))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct format_type types[N_ARGS];
	struct format_arg args[N_ARGS];
	struct format_agg aggs[2] = { { .is_number = true },
				      { .print = print_table, .ctx = "table" } };
	struct diag *dg = diag_new();
	auto_str struct str out = { 0 };
	struct format *fmt;
	int64_t value;

	if (size >= 9) {
		memcpy(&value, data + 1, sizeof(value));
		make_args(data[0], value, types, args);
		aggs[0].number = args[0];
		fmt = format_parse((const char *)data + 9, size - 9, NULL, data[0] >> 7, dg);
		if (fmt && !format_check(fmt, "printf", types, N_ARGS, dg))
			format_print_aggs(&out, fmt, NULL, args, N_ARGS, aggs, 2);
		if (fmt)
			compare_with_c(fmt, &args[0]);
		if (!fmt && !diag_n_errors(dg))
			abort();
		format_free(fmt);
	}
	diag_free(dg);
	return 0;
}
