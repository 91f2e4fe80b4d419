# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libproviders.a
%C%_libproviders_a_SOURCES = \
	%D%/dtrace.c \
	%D%/pid.c \
	%D%/pid_code.c %D%/pid_code.h \
	%D%/pid_file.c %D%/pid_file.h \
	%D%/pid_returns.c %D%/pid_returns.h \
	%D%/profile.c \
	%D%/providers.h \
	%D%/registry.c \
	%D%/sites.c %D%/sites.h \
	%D%/usdt.c \
	%D%/usdt_file.c %D%/usdt_file.h

providers_libs = %D%/libproviders.a $(probe_libs) $(kern_libs) $(proc_libs)

# Data: what applications' probes are called and what they pass.
providersdir = $(pkgdatadir)/d
dist_providers_DATA = \
	%D%/d/io.d \
	%D%/d/ip.d \
	%D%/d/postgresql.d \
	%D%/d/procfs.d \
	%D%/d/sched.d
EXTRA_DIST += %D%/README.md
