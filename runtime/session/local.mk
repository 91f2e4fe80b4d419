# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libsession.a
%C%_libsession_a_SOURCES = \
	%D%/agg_source.c \
	%D%/attach.c \
	%D%/cost.c \
	%D%/deadman.c \
	%D%/depends.c \
	%D%/family.c \
	%D%/later.c \
	%D%/library.c \
	%D%/list.c \
	%D%/load.c %D%/load.h \
	%D%/macro.c \
	%D%/sink.c \
	%D%/unwind.c \
	%D%/record_json.c \
	%D%/record_read.c \
	%D%/report.c %D%/report.h \
	%D%/retain.c %D%/retain.h \
	%D%/session.c %D%/session.h %D%/session_impl.h \
	%D%/shipped.c \
	%D%/speculation.c \
	%D%/symbols.c \
	%D%/usertypes.c %D%/usertypes.h \
	%D%/variables.c \
	%D%/targets.c \
	%D%/work.c

session_libs = %D%/libsession.a $(debuginfo_libs) $(compile_libs)
