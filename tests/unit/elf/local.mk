# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

unit_tests += %D%/elfobj_test
%C%_elfobj_test_LDADD = $(elf_libs) $(CMOCKA_LIBS)
unit_tests += %D%/note_test
%C%_note_test_LDADD = $(elf_libs) $(CMOCKA_LIBS)
unit_tests += %D%/elfout_test
%C%_elfout_test_LDADD = $(elf_libs) $(CMOCKA_LIBS)
unit_tests += %D%/cfi_test
%C%_cfi_test_LDADD = $(elf_libs) $(CMOCKA_LIBS)
unit_tests += %D%/elfedit_test
%C%_elfedit_test_LDADD = $(elf_libs) $(CMOCKA_LIBS)
unit_tests += %D%/symtab_test
%C%_symtab_test_LDADD = $(elf_libs) $(CMOCKA_LIBS)
if RUNTIME
unit_tests += %D%/debuginfo_test
%C%_debuginfo_test_LDADD = $(debuginfo_libs) $(CMOCKA_LIBS)
unit_tests += %D%/functions_test
%C%_functions_test_LDADD = $(debuginfo_libs) $(CMOCKA_LIBS)
endif
