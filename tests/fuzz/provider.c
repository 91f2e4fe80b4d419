/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is a provider file: what -h hands to its template, and the object that -G writes for
 * one of the machines, which must be valid. */
#include <elf.h>
#include <stddef.h>
#include <stdint.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/header.h"
#include "dtrace-gen/model.h"
#include "dtrace-gen/object.h"
#include "dtrace-gen/scan.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"
#include "tests/fuzz/valid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void build_object(const struct model *model, const struct target *target, struct diag *dg)
{
	static const struct object_opts opts;
	struct calls calls = { 0 };
	auto_str struct str bytes = { 0 };

	calls_init(&calls, model);
	if (call_is_supported(target->machine, target->word_size))
		vec_each(call, &calls.list)
			call->needs_stub = true;
	if (!object_build(model, &calls, target, &opts, dg, &bytes))
		expect_valid_object(bytes.data, bytes.len);
	calls_fini(&calls);
}

static void generate(const struct model *model, size_t choice, struct diag *dg)
{
	static const struct target targets[] = { { EM_X86_64, 8 }, { EM_AARCH64, 8 },
						 { EM_386, 4 } };
	static const struct header_opts opts = { .guard = "_PROBES_H", .source = "probes.d" };
	auto_str struct str text = { 0 };

	header_calls(model, &opts, &text);
	build_object(model, &targets[choice % (sizeof(targets) / sizeof(*targets))], dg);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct parse_opts parse_opts = { .mode = PARSE_PROVIDER };
	struct arena *arena = arena_new();
	struct diag *dg = diag_new();
	struct model model;
	struct unit unit;

	model_init(&model, type_table_new(arena, 64));
	if (!parse_unit(arena, type_table_new(arena, 64),
			source_from_text(arena, "fuzz", (const char *)data, size), &parse_opts, dg,
			&unit) &&
	    !model_add(&model, arena, &unit, dg))
		generate(&model, size, dg);
	model_fini(&model);
	diag_free(dg);
	arena_free(arena);
	return 0;
}
