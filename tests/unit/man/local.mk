# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/manual_test
%C%_manual_test_LDADD = $(compile_libs) $(providers_libs) $(CMOCKA_LIBS)
