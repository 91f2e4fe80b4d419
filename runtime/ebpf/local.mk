# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libebpf.a
%C%_libebpf_a_SOURCES =

ebpf_libs = %D%/libebpf.a $(ir_libs)
