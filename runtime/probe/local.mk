# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libprobe.a
%C%_libprobe_a_SOURCES =

probe_libs = %D%/libprobe.a $(base_libs)
