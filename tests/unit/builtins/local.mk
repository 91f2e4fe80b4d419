# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/aggs_test
%C%_aggs_test_LDADD = $(builtins_libs) $(CMOCKA_LIBS)
unit_tests += %D%/table_test
%C%_table_test_LDADD = $(builtins_libs) $(CMOCKA_LIBS)
