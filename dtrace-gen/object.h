/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A model as a relocatable object: the semaphores of all its probes, and stubs for those of its
 * calls that need one. All are weak, so that any number of such objects, and the definitions that
 * headers and changed objects bring along, share one. */
#ifndef DTRACE_GEN_OBJECT_H
#define DTRACE_GEN_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

struct calls;
struct diag;
struct model;
struct str;
struct target;

struct object_opts {
	bool is_visible;	/* -D STAP_SDT_V2: semaphores may be used from other files */
};

/* The bytes of the object, the same each time; or a negative errno, told. */
int object_build(const struct model *model, const struct calls *calls, const struct target *target,
		 const struct object_opts *opts, struct diag *dg, struct str *out);

/* The relocation that stands for an address of 64 bits. */
uint32_t object_address_reloc(uint32_t machine);

#endif
