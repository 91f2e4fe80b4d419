# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libir.a
%C%_libir_a_SOURCES =

ir_libs = %D%/libir.a $(lang_libs) $(probe_libs)
