# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libprobe.a
%C%_libprobe_a_SOURCES = \
	%D%/arch.c %D%/arch.h \
	%D%/argloc.h \
	%D%/argspec.c %D%/argspec.h \
	%D%/decode.h %D%/decode_x86.c %D%/decode_a64.c \
	%D%/desc.c %D%/desc.h \
	%D%/expand.c %D%/expand.h \
	%D%/probe.c %D%/probe.h \
	%D%/provider.h

probe_libs = %D%/libprobe.a $(base_libs)
