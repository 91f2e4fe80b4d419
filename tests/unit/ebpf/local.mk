# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

check_LIBRARIES += %D%/libharness.a
%C%_libharness_a_SOURCES = %D%/harness.c %D%/harness.h
harness_libs = %D%/libharness.a $(vm_libs) $(base_libs) $(CMOCKA_LIBS)

unit_tests += %D%/arith_test
%C%_arith_test_LDADD = $(harness_libs)
unit_tests += %D%/call_test
%C%_call_test_LDADD = $(harness_libs)
unit_tests += %D%/code_test
%C%_code_test_LDADD = $(harness_libs)
unit_tests += %D%/part_test
%C%_part_test_LDADD = $(harness_libs)
unit_tests += %D%/store_test
%C%_store_test_LDADD = $(harness_libs)
