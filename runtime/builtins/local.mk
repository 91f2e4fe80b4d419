# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libbuiltins.a
%C%_libbuiltins_a_SOURCES =

builtins_libs = %D%/libbuiltins.a $(ir_libs) $(output_libs) $(proc_libs)
