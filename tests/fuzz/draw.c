/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input as a trace in JSON: every picture of it is whole or refused, and the parts of spans are
 * never longer than the spans. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/input.h"
#include "draw/picture.h"
#include "draw/spans.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_spans(const struct input *in)
{
	struct spans spans = { 0 };

	spans_make(in, &spans);
	vec_each(span, &spans.list) {
		if (span->end < span->start || span->inner > span->end - span->start ||
		    (span->depth && span->parent >= (size_t)(span - spans.list.data)))
			abort();
	}
	spans_fini(&spans);
}

static void check_picture(const struct input *in, picture_fn *make, bool is_text, struct diag *dg)
{
	auto_str struct str out = { 0 };
	int err = make(in, &(struct picture_options){ .is_text = is_text, .is_time = true }, &out,
		       dg);

	if (!!err != !out.len)
		abort();
	if (!err && !is_text && strcmp(str_text(&out) + out.len - 7, "</svg>\n"))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	picture_fn *const pictures[] = { picture_flame, picture_heatmap, picture_timeline };
	FILE *f = size ? fmemopen((void *)data, size, "r") : NULL;
	struct diag *dg = diag_new();
	struct input in = { 0 };

	if (f && !input_read(f, "input", &in, dg)) {
		check_spans(&in);
		for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
			check_picture(&in, pictures[i], false, dg);
			check_picture(&in, pictures[i], true, dg);
		}
	}
	if (f) {
		fclose(f);
		input_fini(&in);
	}
	diag_free(dg);
	return 0;
}
