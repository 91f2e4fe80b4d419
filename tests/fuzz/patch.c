/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is an object that calls probes: they are looked for, made into nops and notes, and the
 * result, which must be a valid object, is looked at again: there is nothing left to do. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/model.h"
#include "dtrace-gen/object.h"
#include "dtrace-gen/patch.h"
#include "dtrace-gen/scan.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "tests/fuzz/valid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* provider p { probe n(int, ...); }; */
static void make_model(struct model *model)
{
	static struct model_arg args[] = {
		{ ARG_INT, "int", -4, "" }, { ARG_POINTER, "", 0, "" }, { ARG_DOUBLE, "", 0, "" },
		{ ARG_INT, "char", -1, "" }, { ARG_ANY, "", 0, "" }, { ARG_INT, "short", 2, "" },
		{ ARG_FLOAT, "", 0, "" }, { ARG_RECORD, "", 0, "" }, { ARG_INT, "long", 8, "" },
	};
	struct model_provider *provider = vec_add(&model->providers);

	provider->name = "p";
	provider->macro = "P";
	vec_push(&provider->probes, (struct model_probe) {
		.name = "n", .d_name = "n", .macro = "P_N", .semaphore = "p_n_semaphore",
		.args = args, .n_args = sizeof(args) / sizeof(*args),
	});
}

/* Returns how many sites there were, or -1 if the object is not one to be changed. */
static int patch(const void *data, size_t size, struct calls *calls, struct diag *dg,
		 struct str *out)
{
	static const struct object_opts opts;
	struct target target = { 0 };
	struct scan scan;
	char path[64];
	int fd = memory_file(data, size, path), n = -1;

	if (!scan_object(path, calls, &target, dg, &scan)) {
		n = (int)(scan.sites.len + scan.symbols.len);
		if (n && patch_object(&scan, &opts, dg, out))
			n = -1;
	}
	scan_fini(&scan);
	close(fd);
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_str struct str once = { 0 }, twice = { 0 };
	struct diag *dg = diag_new();
	struct model model = { 0 };
	struct calls calls = { 0 };

	make_model(&model);
	calls_init(&calls, &model);
	if (patch(data, size, &calls, dg, &once) > 0) {
		expect_valid_object(once.data, once.len);
		if (patch(once.data, once.len, &calls, dg, &twice) != 0)
			abort();
	}
	calls_fini(&calls);
	model_fini(&model);
	diag_free(dg);
	return 0;
}
