# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Installed beside nobody else's <sys/sdt.h>: pkg-config fasttrap names the folder.
sdkincludedir = $(includedir)/fasttrap
sdkincludesysdir = $(sdkincludedir)/sys
sdkinclude_HEADERS = \
	%D%/include/usdt.h \
	%D%/include/usdt_note.h \
	%D%/include/usdt_probe.h \
	%D%/include/usdt_runtime.h
sdkincludesys_HEADERS = %D%/include/sys/sdt.h

# A copy stands in every header that dtrace-gen writes.
sdkdatadir = $(pkgdatadir)/include
sdkdata_DATA = %D%/include/usdt_probe.h

# For the builds of other programs.
aclocaldir = $(datadir)/aclocal
dist_aclocal_DATA = %D%/build/dtrace.m4
cmakedir = $(datadir)/cmake/Fasttrap
dist_cmake_DATA = %D%/build/FasttrapConfig.cmake
sdkmesondir = $(pkgdatadir)/meson
dist_sdkmeson_DATA = %D%/build/meson.build
