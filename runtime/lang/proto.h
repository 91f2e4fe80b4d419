/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A builtin's prototype, parsed. Its grammar stands in builtin.h, at the field. */
#ifndef RUNTIME_LANG_PROTO_H
#define RUNTIME_LANG_PROTO_H

#include <stdbool.h>
#include <stdint.h>

struct builtin;
struct check;
struct type;

enum proto_kind {
	PROTO_TYPE,	/* what can become this type */
	PROTO_ANY,	/* "." */
	PROTO_AGG,	/* "@" */
};

struct proto_param {
	enum proto_kind kind;
	struct type *type;	/* of PROTO_TYPE */
};

struct proto {
	struct type *returns;	/* NULL: the builtin's own check knows */
	struct proto_param *params;
	uint32_t n_params;
	uint32_t n_required;	/* the others, behind them, are optional */
	bool is_varargs;
};

/* Parsed once for each builtin; a variable's proto is a type alone. NULL: it is malformed, told. */
const struct proto *proto_get(struct check *ck, const struct builtin *b);

#endif
