# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libir.a
%C%_libir_a_SOURCES = \
	%D%/agg.h \
	%D%/build_mem.c \
	%D%/dump.c \
	%D%/fold.c %D%/fold_impl.h \
	%D%/fold_body.c \
	%D%/fold_expr.c \
	%D%/fold_flow.c \
	%D%/fold_same.c \
	%D%/fold_vars.c \
	%D%/ir.c %D%/ir.h \
	%D%/lower.c %D%/lower.h %D%/lower_impl.h \
	%D%/lower_arg.c \
	%D%/lower_chunk.c \
	%D%/lower_cond.c \
	%D%/lower_expr.c \
	%D%/lower_guard.c \
	%D%/lower_frame.c \
	%D%/lower_key.c \
	%D%/lower_mem.c \
	%D%/lower_own.c \
	%D%/lower_part.c \
	%D%/lower_record.c \
	%D%/lower_routine.c \
	%D%/lower_session.c \
	%D%/lower_stmt.c \
	%D%/lower_store.c \
	%D%/lower_str.c \
	%D%/lower_var.c \
	%D%/lower_xlate.c \
	%D%/op.def \
	%D%/record.c %D%/record.h \
	%D%/verify.c

ir_libs = %D%/libir.a $(lang_libs) $(probe_libs)
