# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Two extensions for Ruby: request.so has the probes of shop.d, compiled in as into any program;
# usdt.so makes probes while the program runs, and has the SDK's archive inside. `make ruby-pg'
# shows the service under dtrace.

if RUBY
ruby_pg_modules = %D%/request.so %D%/usdt.so

noinst_LIBRARIES += %D%/librequest.a %D%/libusdt.a
%C%_librequest_a_SOURCES = %D%/request.c
%C%_librequest_a_CFLAGS = $(AM_CFLAGS) $(RUBY_CFLAGS) -fPIC
%C%_libusdt_a_SOURCES = %D%/usdt.c
%C%_libusdt_a_CFLAGS = $(AM_CFLAGS) $(RUBY_CFLAGS) -fPIC

ruby_pg_shop = $(srcdir)/%D%/shop.d bin/dtrace-gen$(EXEEXT)

%D%/shop.h: $(ruby_pg_shop) $(srcdir)/dtrace-gen/templates/header.m4
	$(AM_V_GEN)$(MKDIR_P) %D% && $(demo_gen) -h -s $(srcdir)/%D%/shop.d -o $@

%D%/librequest_a-request.$(OBJEXT): %D%/shop.h

%D%/shop.$(OBJEXT): $(ruby_pg_shop) %D%/librequest_a-request.$(OBJEXT)
	$(AM_V_GEN)$(demo_gen) -G -s $(srcdir)/%D%/shop.d -o $@ \
		%D%/librequest_a-request.$(OBJEXT)

ruby_pg_link = $(AM_V_CCLD)$(CC) $(AM_CFLAGS) $(CFLAGS) $(LDFLAGS) -shared

%D%/request.so: %D%/librequest.a %D%/shop.$(OBJEXT)
	$(ruby_pg_link) -o $@ -Wl,--whole-archive %D%/librequest.a -Wl,--no-whole-archive \
		%D%/shop.$(OBJEXT) $(LIBS)

%D%/usdt.so: %D%/libusdt.a $(sdk_archive)
	$(ruby_pg_link) -o $@ -Wl,--whole-archive %D%/libusdt.a -Wl,--no-whole-archive \
		-Wl,--exclude-libs,libfasttrap-sdk.a $(sdk_archive) $(LIBS)

noinst_DATA += $(ruby_pg_modules)
CLEANFILES += $(ruby_pg_modules) %D%/shop.h %D%/shop.$(OBJEXT)
endif

EXTRA_DIST += %D%/shop.d %D%/schema.sql %D%/shop.rb %D%/store.rb %D%/load.rb %D%/service.sh \
	%D%/queries.d %D%/gc.d %D%/reads.d %D%/latency.d

ruby-pg: $(ruby_pg_modules) bin/dtrace$(EXEEXT) bin/dtrace-draw$(EXEEXT)
	@test -n "$(ruby_pg_modules)" || \
		{ echo "configure has found no ruby with headers: install ruby-dev" >&2; exit 1; }
	@RUBY='$(RUBY)' SHOP_MODULES='$(abs_builddir)/%D%' DTRACE='$(abs_builddir)/bin/dtrace' \
		DRAW='$(abs_builddir)/bin/dtrace-draw' $(SHELL) $(srcdir)/%D%/demo.sh
.PHONY: ruby-pg

EXTRA_DIST += %D%/README.md %D%/demo.sh %D%/where.d %D%/spans.d %D%/locks.d
