# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/liboutput.a
%C%_liboutput_a_SOURCES =

output_libs = %D%/liboutput.a $(base_libs)
