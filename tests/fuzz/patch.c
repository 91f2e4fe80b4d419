/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The input is an object that calls probes: they are looked for, made into nops and notes, and the
 * result is looked at again. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/model.h"
#include "dtrace-gen/object.h"
#include "dtrace-gen/patch.h"
#include "dtrace-gen/scan.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"

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

static int write_file(const void *data, size_t size, char path[64])
{
	int fd = memfd_create("object", MFD_CLOEXEC);

	snprintf(path, 64, "/proc/self/fd/%d", fd);
	if (fd >= 0 && write(fd, data, size) != (ssize_t)size)
		abort();
	return fd;
}

static void patch(const void *data, size_t size, struct calls *calls, struct diag *dg,
		  struct str *out)
{
	static const struct object_opts opts;
	struct target target = { 0 };
	struct scan scan;
	char path[64];
	auto_close int fd = write_file(data, size, path);

	(void)fd;
	if (!scan_object(path, calls, &target, dg, &scan) && (scan.sites.len || scan.symbols.len))
		patch_object(&scan, &opts, dg, out);
	scan_fini(&scan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_str struct str once = { 0 }, twice = { 0 };
	struct diag *dg = diag_new();
	struct model model = { 0 };
	struct calls calls = { 0 };

	make_model(&model);
	calls_init(&calls, &model);
	patch(data, size, &calls, dg, &once);
	if (once.len)
		patch(once.data, once.len, &calls, dg, &twice);
	calls_fini(&calls);
	model_fini(&model);
	diag_free(dg);
	return 0;
}
