# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libelfobj.a
%C%_libelfobj_a_SOURCES = \
	%D%/debugfile.c %D%/debugfile.h \
	%D%/cfi.c %D%/cfi.h %D%/cfi_impl.h %D%/cfi_run.c \
	%D%/elfedit.c %D%/elfedit.h %D%/elfedit_impl.h \
	%D%/elfedit_encode.c \
	%D%/elfobj.c %D%/elfobj.h \
	%D%/elfout.c %D%/elfout.h \
	%D%/note.c %D%/note.h \
	%D%/symtab.c %D%/symtab.h

elf_libs = %D%/libelfobj.a $(base_libs) $(LIBELF_LIBS)

# What needs libdw and liblzma, which the generator does without.
if RUNTIME
noinst_LIBRARIES += %D%/libdebuginfo.a
%C%_libdebuginfo_a_SOURCES = \
	%D%/debuginfo.c %D%/debuginfo.h %D%/debuginfo_impl.h \
	%D%/debuginfo_layout.c \
	%D%/debuginfo_scope.c \
	%D%/debuginfo_text.c \
	%D%/functions.c %D%/functions.h

debuginfo_libs = %D%/libdebuginfo.a $(elf_libs) $(LIBDW_LIBS) $(LIBLZMA_LIBS)
endif
