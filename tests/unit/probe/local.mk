# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/arch_test
%C%_arch_test_LDADD = $(probe_libs) $(CMOCKA_LIBS)
unit_tests += %D%/argspec_test
%C%_argspec_test_LDADD = $(probe_libs) $(CMOCKA_LIBS)
EXTRA_DIST += %D%/operands.txt
unit_tests += %D%/desc_test
%C%_desc_test_LDADD = $(probe_libs) $(CMOCKA_LIBS)
unit_tests += %D%/expand_test
%C%_expand_test_LDADD = $(probe_libs) $(CMOCKA_LIBS)
unit_tests += %D%/decode_test
%C%_decode_test_LDADD = $(probe_libs) $(CMOCKA_LIBS)
