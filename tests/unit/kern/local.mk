# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/btf_test
%C%_btf_test_LDADD = $(kern_libs) $(CMOCKA_LIBS)
unit_tests += %D%/caps_test
%C%_caps_test_LDADD = $(kern_libs) $(CMOCKA_LIBS)
unit_tests += %D%/follow_test
%C%_follow_test_LDADD = $(kern_libs) $(CMOCKA_LIBS)
unit_tests += %D%/link_test
%C%_link_test_LDADD = $(kern_libs) $(CMOCKA_LIBS)
unit_tests += %D%/load_test
%C%_load_test_LDADD = $(kern_libs) $(CMOCKA_LIBS)
unit_tests += %D%/map_test
%C%_map_test_LDADD = $(kern_libs) $(CMOCKA_LIBS)
unit_tests += %D%/ring_test
%C%_ring_test_LDADD = $(kern_libs) $(CMOCKA_LIBS)

# For live tests
EXTRA_DIST += %D%/live.h
