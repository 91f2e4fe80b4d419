/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What an action's consume function works on: the record being read, where its text goes, and the
 * aggregations. The session owns it and fills it in anew for each record. */
#ifndef RUNTIME_BUILTINS_CONSUMER_H
#define RUNTIME_BUILTINS_CONSUMER_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ir/record.h"
#include "runtime/output/format.h"

struct aggs;
struct json_object;
struct probe;
struct str;

/* What actions do to where output goes. Each gets sink_ctx; 0 or a negative errno, told. */
struct consumer_sink {
	int (*run)(void *ctx, const char *command);
	int (*reopen)(void *ctx, const char *path);	/* "": as at first */
	int (*truncate)(void *ctx);
	int (*set_option)(void *ctx, const char *text);	/* "name", "name=value" */
	int (*commit)(void *ctx, uint64_t speculation);		/* what was kept prints now */
	int (*discard)(void *ctx, uint64_t speculation);
};

struct consumer {
	struct str *out;
	struct json_object *output;	/* JSON: of the record being read */
	struct aggs *aggs;		/* aggs.h */
	const struct layout *layout;
	const struct probe *const *probes;	/* by record_head.probe */
	struct format_env env;		/* how stacks and symbols are printed */
	const struct consumer_sink *sink;	/* NULL: nothing is done */
	void *sink_ctx;
	bool quiet;
	bool rawbytes;			/* bytes are never shown as text */
	bool is_exiting;		/* exit() was consumed */
	int exit_status;		/* its argument */
};

/* Field i of an act as format_print() and others want it; data is the record's start. */
struct format_arg consumer_arg(const struct field *field, const void *data);

#endif
