# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libbase.a
%C%_libbase_a_SOURCES = \
	%D%/alloc.c %D%/alloc.h \
	%D%/arena.c %D%/arena.h \
	%D%/cleanup.h \
	%D%/data.c %D%/data.h \
	%D%/declarator.c %D%/declarator.h \
	%D%/diag.c %D%/diag.def %D%/diag.h \
	%D%/file.c %D%/file_write.c %D%/file.h \
	%D%/glob.c %D%/glob.h \
	%D%/map.c %D%/map.h \
	%D%/str.c %D%/str.h \
	%D%/units.c %D%/units.h \
	%D%/utf8.c %D%/utf8.h \
	%D%/vec.h

base_libs = %D%/libbase.a
