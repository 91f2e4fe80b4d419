# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/liblang.a
%C%_liblang_a_SOURCES = \
	%D%/names.c %D%/names.h \
	%D%/scope.c %D%/scope.h \
	%D%/type.c %D%/type.h \
	%D%/type_layout.c \
	%D%/type_print.c \
	%D%/type_query.c

lang_libs = %D%/liblang.a $(base_libs)
