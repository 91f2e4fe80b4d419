# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/alloc_test
%C%_alloc_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
