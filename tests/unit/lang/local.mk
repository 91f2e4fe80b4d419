# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/check_test
%C%_check_test_SOURCES = %D%/check_test.c tests/lib/few_builtins.c
%C%_check_test_LDADD = $(lang_libs) $(CMOCKA_LIBS)
unit_tests += %D%/lex_test
%C%_lex_test_LDADD = $(lang_libs) $(CMOCKA_LIBS)
unit_tests += %D%/parse_test
%C%_parse_test_LDADD = $(lang_libs) $(CMOCKA_LIBS)
unit_tests += %D%/scope_test
%C%_scope_test_LDADD = $(lang_libs) $(CMOCKA_LIBS)
unit_tests += %D%/type_test
%C%_type_test_LDADD = $(lang_libs) $(CMOCKA_LIBS)
