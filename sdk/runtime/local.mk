# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# libfasttrap-sdk, for programs that make probes while they run: once as an archive, once shared,
# both of the same objects. It needs libc alone.

sdk_soname = libfasttrap-sdk.so.1
sdk_archive = %D%/libfasttrap-sdk.a
sdk_shared = %D%/$(sdk_soname)
sdk_exports = $(srcdir)/%D%/exports.map

lib_LIBRARIES += $(sdk_archive)
%C%_libfasttrap_sdk_a_SOURCES = \
	%D%/error.c %D%/error.h \
	%D%/image.c %D%/image.h \
	%D%/machine.c %D%/machine.h \
	%D%/mapping.c %D%/mapping.h \
	%D%/names.c %D%/names.h \
	%D%/probe.c %D%/probe.h \
	%D%/provider.c \
	%D%/signature.c %D%/signature.h
%C%_libfasttrap_sdk_a_CFLAGS = $(AM_CFLAGS) -fPIC

# The linker takes all of the archive. What is not in exports.map stays inside.
$(sdk_shared): $(sdk_archive) $(sdk_exports)
	$(AM_V_CCLD)$(CC) $(AM_CFLAGS) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(sdk_soname) \
		-Wl,--version-script,$(sdk_exports) -Wl,-z,relro \
		-o $@ -Wl,--whole-archive $(sdk_archive) -Wl,--no-whole-archive $(LIBS)

noinst_DATA += $(sdk_shared)
CLEANFILES += $(sdk_shared)
EXTRA_DIST += %D%/exports.map

install-exec-local: $(sdk_shared)
	$(MKDIR_P) '$(DESTDIR)$(libdir)'
	$(INSTALL_DATA) $(sdk_shared) '$(DESTDIR)$(libdir)/$(sdk_soname)'
	rm -f '$(DESTDIR)$(libdir)/libfasttrap-sdk.so'
	$(LN_S) $(sdk_soname) '$(DESTDIR)$(libdir)/libfasttrap-sdk.so'

uninstall-local:
	rm -f '$(DESTDIR)$(libdir)/libfasttrap-sdk.so' '$(DESTDIR)$(libdir)/$(sdk_soname)'
