# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

include tests/unit/base/local.mk
include tests/unit/lang/local.mk
include tests/unit/elf/local.mk
include tests/unit/dtrace-gen/local.mk
include tests/unit/sdk/local.mk

if RUNTIME
include tests/unit/output/local.mk
include tests/unit/kern/local.mk
include tests/unit/probe/local.mk
include tests/unit/proc/local.mk
include tests/unit/ir/local.mk
include tests/unit/ebpf/local.mk
include tests/unit/builtins/local.mk
include tests/unit/providers/local.mk
include tests/unit/compile/local.mk
include tests/unit/man/local.mk
endif
