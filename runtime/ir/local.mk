# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libir.a
%C%_libir_a_SOURCES = \
	%D%/build_mem.c \
	%D%/dump.c \
	%D%/ir.c %D%/ir.h \
	%D%/lower.h \
	%D%/op.def \
	%D%/record.h \
	%D%/verify.c

ir_libs = %D%/libir.a $(lang_libs) $(probe_libs)
