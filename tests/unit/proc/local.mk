# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/demangle_test
%C%_demangle_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/image_test
%C%_image_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/maps_test
%C%_maps_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/names_test
%C%_names_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/symbols_test
%C%_symbols_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/objects_test
%C%_objects_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/target_test
%C%_target_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/perfmap_test
%C%_perfmap_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
unit_tests += %D%/variables_test
%C%_variables_test_LDADD = $(proc_libs) $(CMOCKA_LIBS)
