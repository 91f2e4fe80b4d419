# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libcompile.a
%C%_libcompile_a_SOURCES = \
	%D%/argtypes.c %D%/argtypes.h \
	%D%/compile.c %D%/compile.h %D%/compile_impl.h \
	%D%/compile_emit.c \
	%D%/compile_expand.c \
	%D%/compile_lower.c \
	%D%/definitions.c %D%/definitions.h \
	%D%/exact.c %D%/exact.h \
	%D%/group.c %D%/group.h \
	%D%/identifiers.c %D%/identifiers.h \
	%D%/options.c %D%/options.h \
	%D%/sites.c %D%/sites.h \
	%D%/stability.c %D%/stability.h \
	%D%/walk.c %D%/walk.h

compile_libs = %D%/libcompile.a $(builtins_libs) $(ebpf_libs) $(kern_libs)
