# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/dtrace_test
%C%_dtrace_test_LDADD = $(providers_libs) $(CMOCKA_LIBS)
unit_tests += %D%/profile_test
%C%_profile_test_LDADD = $(providers_libs) $(CMOCKA_LIBS)
unit_tests += %D%/usdt_test
%C%_usdt_test_LDADD = $(providers_libs) $(CMOCKA_LIBS)
unit_tests += %D%/usdt_live_test
%C%_usdt_live_test_LDADD = $(providers_libs) $(CMOCKA_LIBS)
unit_tests += %D%/peer_test
%C%_peer_test_LDADD = $(providers_libs) $(CMOCKA_LIBS)
unit_tests += %D%/pid_test
%C%_pid_test_LDADD = $(providers_libs) $(CMOCKA_LIBS)
unit_tests += %D%/pid_returns_test
%C%_pid_returns_test_LDADD = $(providers_libs) $(CMOCKA_LIBS)
