/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The call style: a program passes a probe by calling __dtrace_PROVIDER___PROBE and asks whether it
 * is watched by calling __dtraceenabled_PROVIDER___PROBE, functions that nobody defines. -G turns
 * the calls of the first kind into nops; whatever it leaves goes to stubs, which it defines. Here
 * stand these functions, two for each probe of a model, and where their arguments lie. */
#ifndef DTRACE_GEN_CALL_H
#define DTRACE_GEN_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/vec.h"

struct diag;
struct map;
struct model;
struct model_probe;
struct model_provider;
struct str;

struct call {
	const struct model_provider *provider;
	const struct model_probe *probe;
	char *symbol;
	bool is_test;		/* is it watched? */
	bool needs_stub;	/* something refers to it that stays */
};

struct calls {
	VEC(struct call) list;
	struct map *by_symbol;
};

void calls_init(struct calls *calls, const struct model *model);
void calls_fini(struct calls *calls);

/* What a symbol of the file calls. 1; 0 if it is none of ours; a negative errno if it is the name
 * of a probe that no definition has, told. */
int calls_find(const struct calls *calls, const char *symbol, const char *path, struct diag *dg,
	       struct call **out);

/* Can sites in the call style be made into probes on this machine? */
bool call_is_supported(uint32_t machine, uint32_t word_size);

/* The note's text for the arguments as a call hands them over: "-4@%edi 8@%rsi". In a function that
 * was called or jumped to, x86 has the return address on the stack below the rest of them. */
void call_put_args(struct str *out, uint32_t machine, const struct model_probe *probe,
		   bool is_inside);

#endif
