# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/liblang.a
%C%_liblang_a_SOURCES = \
	%D%/ast.c %D%/ast.h %D%/node.def \
	%D%/ast_dump.c \
	%D%/builtin.h \
	%D%/check.c %D%/check.h \
	%D%/check_assign.c \
	%D%/check_call.c \
	%D%/check_cast.c \
	%D%/check_clause.c \
	%D%/check_expr.c \
	%D%/check_inline.c \
	%D%/check_keys.c \
	%D%/check_member.c \
	%D%/check_symbol.c \
	%D%/check_rules.h \
	%D%/check_var.c \
	%D%/check_xlate.c \
	%D%/clone.c %D%/clone.h \
	%D%/constant.c %D%/constant.h \
	%D%/convert.c \
	%D%/fold.c \
	%D%/lex.c %D%/lex.h \
	%D%/lex_control.c \
	%D%/lex_literal.c \
	%D%/lex_macro.c \
	%D%/names.c %D%/names.h \
	%D%/parse.c %D%/parse.h \
	%D%/parse_clause.c \
	%D%/parse_const.c \
	%D%/parse_decl.c \
	%D%/parse_declarator.c \
	%D%/parse_expr.c \
	%D%/parse_lenient.c \
	%D%/parse_lookup.c \
	%D%/parse_operand.c \
	%D%/parse_provider.c \
	%D%/parse_tag.c \
	%D%/parse_type.c \
	%D%/parser.c %D%/parser.h \
	%D%/proto.c %D%/proto.h \
	%D%/scope.c %D%/scope.h \
	%D%/source.c %D%/source.h \
	%D%/token.c %D%/token.h %D%/token.def \
	%D%/type.c %D%/type.h \
	%D%/type_declare.c %D%/type_declare.h \
	%D%/type_layout.c \
	%D%/type_print.c \
	%D%/type_query.c

lang_libs = %D%/liblang.a $(base_libs)
