/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* How much of what a program relies on may change: the lowest stability among its
 * probes. dtrace -v prints it. */
#ifndef RUNTIME_COMPILE_STABILITY_H
#define RUNTIME_COMPILE_STABILITY_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/probe/probe.h"

struct str;

/* Private, Unknown and the like: what a probe without attributes has. */
extern const struct probe_attr stability_none;

/* "Evolving/Evolving/Common", in letters of any case. False: there is no such word. */
bool stability_parse(const char *text, struct probe_attr *out);

/* "\n\tTITLE\n\t\tIdentifier Names: ..." */
void stability_print(struct str *out, const char *title, const struct probe_attr *attr);

/* The lowest of each word over the name parts of n probes; none: the highest. */
struct probe_attr stability_minimum(const struct probe *const *probes, uint32_t n);

/* Each word the lower one. And: is any word of a lower than that of b? */
struct probe_attr stability_lower(const struct probe_attr *a, const struct probe_attr *b);
bool stability_is_below(const struct probe_attr *a, const struct probe_attr *b);

/* As one number, and back. */
int64_t stability_pack(const struct probe_attr *attr);
struct probe_attr stability_unpack(int64_t packed);

#endif
