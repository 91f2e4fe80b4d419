# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/model_test
%C%_model_test_LDADD = $(gen_libs) $(CMOCKA_LIBS)
unit_tests += %D%/options_test
%C%_options_test_LDADD = $(gen_libs) $(CMOCKA_LIBS)
unit_tests += %D%/words_test
%C%_words_test_LDADD = $(gen_libs) $(CMOCKA_LIBS)
unit_tests += %D%/site_test
%C%_site_test_LDADD = $(gen_libs) $(CMOCKA_LIBS)
