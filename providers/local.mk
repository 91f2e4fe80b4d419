# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libproviders.a
%C%_libproviders_a_SOURCES =

providers_libs = %D%/libproviders.a $(probe_libs) $(kern_libs) $(proc_libs)
