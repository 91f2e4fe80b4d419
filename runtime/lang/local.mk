# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/liblang.a
%C%_liblang_a_SOURCES = \
	%D%/check.c %D%/check.h \
	%D%/check_assign.c \
	%D%/check_call.c \
	%D%/check_cast.c \
	%D%/check_clause.c \
	%D%/check_expr.c \
	%D%/check_inline.c \
	%D%/check_keys.c \
	%D%/check_member.c \
	%D%/check_rules.h \
	%D%/check_var.c \
	%D%/clone.c %D%/clone.h \
	%D%/convert.c \
	%D%/fold.c \
	%D%/names.c %D%/names.h \
	%D%/proto.c %D%/proto.h \
	%D%/scope.c %D%/scope.h \
	%D%/type.c %D%/type.h \
	%D%/type_layout.c \
	%D%/type_print.c \
	%D%/type_query.c

lang_libs = %D%/liblang.a $(base_libs)
