# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/dump_test
%C%_dump_test_LDADD = $(ir_libs) $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/verify_test
%C%_verify_test_LDADD = $(ir_libs) $(base_libs) $(CMOCKA_LIBS)
unit_tests += %D%/fold_test
%C%_fold_test_LDADD = $(ir_libs) $(base_libs) $(CMOCKA_LIBS)
