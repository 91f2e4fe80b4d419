# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libgen.a
%C%_libgen_a_SOURCES = \
	%D%/call.c %D%/call.h \
	%D%/child.c %D%/child.h \
	%D%/cpp.c %D%/cpp.h \
	%D%/definition.c %D%/definition.h \
	%D%/gen.c %D%/gen.h \
	%D%/header.c %D%/header.h \
	%D%/m4.c %D%/m4.h \
	%D%/model.c %D%/model.h \
	%D%/object.c %D%/object.h \
	%D%/options.c %D%/options.h \
	%D%/patch.c %D%/patch.h \
	%D%/scan.c %D%/scan.h \
	%D%/site.c %D%/site.h \
	%D%/strict.c %D%/strict.h \
	%D%/stub.c %D%/stub.h \
	%D%/words.c %D%/words.h

gen_libs = %D%/libgen.a $(lang_libs) $(elf_libs)

bin_PROGRAMS += bin/dtrace-gen
bin_dtrace_gen_SOURCES = %D%/main.c
bin_dtrace_gen_LDADD = $(gen_libs)

templatesdir = $(pkgdatadir)/templates
dist_templates_DATA = %D%/templates/header.m4 %D%/templates/call.m4 \
	%D%/templates/rust.m4
dist_man1_MANS = man/dtrace-gen.1
EXTRA_DIST += %D%/README.md
