# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/options_test
%C%_options_test_LDADD = $(compile_libs) $(CMOCKA_LIBS)
