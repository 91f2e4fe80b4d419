# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libkern.a
%C%_libkern_a_SOURCES =

kern_libs = %D%/libkern.a $(base_libs) $(LIBBPF_LIBS)
