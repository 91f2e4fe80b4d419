# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/alloc_test
%C%_alloc_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/arena_test
%C%_arena_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/data_test
%C%_data_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/diag_test
%C%_diag_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/glob_test
%C%_glob_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/map_test
%C%_map_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/str_test
%C%_str_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/vec_test
%C%_vec_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/units_test
%C%_units_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/utf8_test
%C%_utf8_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
