# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libproc.a
%C%_libproc_a_SOURCES = \
	%D%/demangle.c %D%/demangle.h \
	%D%/evaltime.c %D%/evaltime.h \
	%D%/hold.c %D%/hold.h \
	%D%/names.c %D%/names.h \
	%D%/image.c \
	%D%/maps.c \
	%D%/objects.c \
	%D%/perfmap.c %D%/perfmap.h \
	%D%/proc.h \
	%D%/symbols.c %D%/symbols.h \
	%D%/target.c %D%/target.h \
	%D%/unwind.c %D%/unwind.h \
	%D%/vdso.c \
	%D%/variables.c %D%/variables.h

proc_libs = %D%/libproc.a $(debuginfo_libs) $(DEMANGLE_LIBS)
