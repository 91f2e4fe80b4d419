# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libebpf.a
%C%_libebpf_a_SOURCES = \
	%D%/compile.c \
	%D%/disasm.c \
	%D%/emit.c %D%/emit.h \
	%D%/frame.c \
	%D%/insn.h \
	%D%/limits.c %D%/limits.h \
	%D%/live.c \
	%D%/mapping.c %D%/mapping.h \
	%D%/maps.c %D%/maps.h \
	%D%/near.c \
	%D%/operand.c \
	%D%/part.c %D%/part.h \
	%D%/program.c %D%/program.h \
	%D%/regalloc.c \
	%D%/region.c %D%/region.h \
	%D%/scratch.c \
	%D%/select.c %D%/select.h \
	%D%/select_call.c \
	%D%/select_mem.c \
	%D%/unit.c %D%/unit.h

ebpf_libs = %D%/libebpf.a $(ir_libs)
