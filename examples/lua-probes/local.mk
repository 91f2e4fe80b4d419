# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# A module for Lua, usdt.so. It has the archive inside, so it runs from wherever it lies. `make
# lua-probes' shows it under dtrace.

if LUA
noinst_LIBRARIES += %D%/libusdt.a
%C%_libusdt_a_SOURCES = %D%/usdt.c
%C%_libusdt_a_CFLAGS = $(AM_CFLAGS) $(LUA_CFLAGS) -fPIC

lua_module = %D%/usdt.so

%D%/usdt.so: %D%/libusdt.a $(sdk_archive)
	$(AM_V_CCLD)$(CC) $(AM_CFLAGS) $(CFLAGS) $(LDFLAGS) -shared -o $@ \
		-Wl,--whole-archive %D%/libusdt.a -Wl,--no-whole-archive \
		-Wl,--exclude-libs,libfasttrap-sdk.a $(sdk_archive) $(LIBS)

noinst_DATA += $(lua_module)
CLEANFILES += %D%/usdt.so
endif

lua-probes: $(lua_module) bin/dtrace$(EXEEXT)
	@test -n "$(lua_module)" || { echo "configure has found no Lua 5.4" >&2; exit 1; }
	@LUA='$(LUA)' LUA_CPATH='%D%/?.so' DTRACE=bin/dtrace \
		$(SHELL) $(srcdir)/%D%/run.sh
.PHONY: lua-probes

EXTRA_DIST += %D%/usdt.c %D%/run.sh %D%/shop.lua %D%/orders.d
