# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/flow_test
%C%_flow_test_LDADD = $(output_libs) $(CMOCKA_LIBS)
unit_tests += %D%/format_test
%C%_format_test_LDADD = $(output_libs) $(CMOCKA_LIBS)
unit_tests += %D%/hist_test
%C%_hist_test_LDADD = $(output_libs) $(CMOCKA_LIBS)
unit_tests += %D%/text_test
%C%_text_test_LDADD = $(output_libs) $(CMOCKA_LIBS)
unit_tests += %D%/jsonl_test
%C%_jsonl_test_LDADD = $(output_libs) $(CMOCKA_LIBS)
unit_tests += %D%/typed_test
%C%_typed_test_LDADD = $(output_libs) $(CMOCKA_LIBS)
