/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The first byte chooses the machine, the rest is code. An instruction that is found lies within
 * what there is, and is the same whatever comes behind it. */
#include <elf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/probe/arch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct arch *arch, const uint8_t *bytes, size_t n,
		  const struct arch_insn *insn)
{
	auto_free uint8_t *alone = xmemdup(bytes, insn->size);
	struct arch_insn again;

	if (!insn->size || insn->size > n ||
	    (insn->exec == ARCH_EXEC_REFUSED) != (insn->why != NULL))
		abort();
	if (!arch->decode(alone, insn->size, &again) || again.size != insn->size ||
	    again.exec != insn->exec || again.flow != insn->flow || again.target != insn->target)
		abort();
	if (arch->decode(alone, insn->size - 1U, &again))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int machines[] = { EM_X86_64, EM_386, EM_AARCH64 };
	const struct arch *arch = arch_by_elf_machine(machines[size ? data[0] % 3 : 0]);
	auto_free uint8_t *code = size > 1 ? xmemdup(data + 1, size - 1) : NULL;
	struct arch_insn insn;

	for (size_t at = 0, n = size ? size - 1 : 0; at < n; at += insn.size) {
		if (!arch->decode(code + at, n - at, &insn))
			break;
		check(arch, code + at, n - at, &insn);
		arch_classify_site(arch, code + at, n - at);
	}
	return 0;
}
