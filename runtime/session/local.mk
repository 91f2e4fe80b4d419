# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libsession.a
%C%_libsession_a_SOURCES = \
	%D%/compile.c %D%/compile.h \
	%D%/group.c %D%/group.h \
	%D%/options.c %D%/options.h

session_libs = %D%/libsession.a $(builtins_libs) $(ebpf_libs) $(kern_libs)
