# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libsession.a
%C%_libsession_a_SOURCES = \
	%D%/agg_source.c \
	%D%/argtypes.c %D%/argtypes.h \
	%D%/attach.c \
	%D%/compile.c %D%/compile.h %D%/compile_impl.h \
	%D%/compile_emit.c \
	%D%/compile_expand.c \
	%D%/compile_lower.c \
	%D%/cost.c \
	%D%/deadman.c \
	%D%/definitions.c %D%/definitions.h \
	%D%/depends.c \
	%D%/family.c \
	%D%/exact.c %D%/exact.h \
	%D%/group.c %D%/group.h \
	%D%/identifiers.c %D%/identifiers.h \
	%D%/later.c \
	%D%/library.c \
	%D%/list.c \
	%D%/load.c %D%/load.h \
	%D%/macro.c \
	%D%/sink.c \
	%D%/sites.c %D%/sites.h \
	%D%/unwind.c \
	%D%/walk.c %D%/walk.h \
	%D%/options.c %D%/options.h \
	%D%/record_json.c \
	%D%/record_read.c \
	%D%/report.c %D%/report.h \
	%D%/retain.c %D%/retain.h \
	%D%/session.c %D%/session.h %D%/session_impl.h \
	%D%/shipped.c \
	%D%/speculation.c \
	%D%/stability.c %D%/stability.h \
	%D%/symbols.c \
	%D%/usertypes.c %D%/usertypes.h \
	%D%/variables.c \
	%D%/targets.c \
	%D%/work.c

session_libs = %D%/libsession.a $(debuginfo_libs) $(builtins_libs) $(ebpf_libs) $(kern_libs)
