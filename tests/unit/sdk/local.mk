# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/image_test
%C%_image_test_LDADD = $(sdk_archive) $(elf_libs) $(CMOCKA_LIBS)
unit_tests += %D%/mapping_test
%C%_mapping_test_LDADD = $(sdk_archive) $(CMOCKA_LIBS)
unit_tests += %D%/provider_test
%C%_provider_test_LDADD = $(sdk_archive) $(CMOCKA_LIBS)
unit_tests += %D%/signature_test
%C%_signature_test_LDADD = $(sdk_archive) $(CMOCKA_LIBS)
