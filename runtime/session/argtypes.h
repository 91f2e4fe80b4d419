/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The types of probes' arguments, from provider definitions: a note only knows sizes. A definition
 * in the program itself comes first, then the one that was installed for the provider. */
#ifndef RUNTIME_SESSION_ARGTYPES_H
#define RUNTIME_SESSION_ARGTYPES_H

#include "runtime/probe/probe.h"

struct arena;
struct diag;
struct map;
struct node;
struct type_table;

struct argtypes {
	struct arena *arena;
	struct type_table *types;
	struct map *providers;	/* name -> struct node_provider *, or a mark that there is none */
};

void argtypes_init(struct argtypes *at, struct arena *arena, struct type_table *types);
void argtypes_fini(struct argtypes *at);

/* Takes the definitions of a program's top level. */
void argtypes_add(struct argtypes *at, const struct node *nodes);

/* Gives the probe's arguments the declared types and names, if there is a definition with this
 * probe that has at least as many arguments. */
void argtypes_apply(struct argtypes *at, struct probe *probe);

#endif
