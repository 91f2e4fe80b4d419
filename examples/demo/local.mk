# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Built as an application would be: a header from the definition, and an object when the rest is
# compiled. `make demo' shows it under dtrace.

noinst_PROGRAMS += %D%/demo
%C%_demo_SOURCES = %D%/shop.c
%C%_demo_CFLAGS = $(AM_CFLAGS) -pthread
%C%_demo_LDFLAGS = $(AM_LDFLAGS) -pthread
%C%_demo_LDADD = %D%/probes.$(OBJEXT)

demo_gen = FASTTRAP_DATADIR=share/fasttrap bin/dtrace-gen$(EXEEXT)
demo_needs = $(srcdir)/%D%/demo.d bin/dtrace-gen$(EXEEXT)

%D%/demo.h: $(demo_needs) $(srcdir)/dtrace-gen/templates/header.m4 \
		$(srcdir)/sdk/include/usdt_probe.h
	$(AM_V_GEN)$(MKDIR_P) %D% && $(demo_gen) -h -s $(srcdir)/%D%/demo.d -o $@

%D%/demo-shop.$(OBJEXT): %D%/demo.h

%D%/probes.$(OBJEXT): $(demo_needs) %D%/demo-shop.$(OBJEXT)
	$(AM_V_GEN)$(demo_gen) -G -s $(srcdir)/%D%/demo.d -o $@ %D%/demo-shop.$(OBJEXT)

CLEANFILES += %D%/demo.h %D%/probes.$(OBJEXT)
EXTRA_DIST += %D%/run.sh %D%/demo.d %D%/events.d %D%/customers.d %D%/waiting.d

demo: bin/dtrace$(EXEEXT) %D%/demo$(EXEEXT)
	@DTRACE=bin/dtrace DEMO=%D%/demo $(SHELL) $(srcdir)/%D%/run.sh
.PHONY: demo
