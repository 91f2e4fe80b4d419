/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The instructions of each machine, as far as a tracer must know them: how long each is, where it
 * leads, and what the kernel does with one that a breakpoint stands on. They are the decode of
 * struct arch. Private to runtime/probe. */
#ifndef RUNTIME_PROBE_DECODE_H
#define RUNTIME_PROBE_DECODE_H

#include "runtime/probe/arch.h"

bool x86_64_decode(const uint8_t *bytes, size_t n, struct arch_insn *out);
bool x86_32_decode(const uint8_t *bytes, size_t n, struct arch_insn *out);
bool a64_decode(const uint8_t *bytes, size_t n, struct arch_insn *out);

#endif
