# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

bin_PROGRAMS += bin/dtrace
bin_dtrace_SOURCES = \
	%D%/cmdline.c %D%/cmdline.h \
	%D%/dtrace.c
bin_dtrace_LDADD = $(session_libs) $(providers_libs) $(gen_libs)
