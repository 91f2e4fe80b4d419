# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/liblang.a
%C%_liblang_a_SOURCES =

lang_libs = %D%/liblang.a $(base_libs)
