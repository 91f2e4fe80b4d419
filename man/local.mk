# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# dtrace(1) is completed by a program that has the tables of builtins, options and providers.
if RUNTIME
noinst_PROGRAMS += %D%/manual
%C%_manual_SOURCES = %D%/manual.c
%C%_manual_LDADD = $(compile_libs) $(providers_libs)

nodist_man1_MANS = %D%/dtrace.1
CLEANFILES += %D%/dtrace.1

%D%/dtrace.1: $(srcdir)/%D%/dtrace.1.in %D%/manual$(EXEEXT)
	$(AM_V_GEN)sed 's|@pkgdatadir@|$(pkgdatadir)|' $(srcdir)/%D%/dtrace.1.in | \
		%D%/manual$(EXEEXT) > $@.tmp && mv $@.tmp $@
endif

EXTRA_DIST += %D%/dtrace.1.in
