# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libbuiltins.a
%C%_libbuiltins_a_SOURCES = \
	%D%/act_agg.c \
	%D%/act_control.c \
	%D%/act_copyout.c \
	%D%/act_print.c \
	%D%/act_signal.c \
	%D%/act_speculate.c \
	%D%/act_stack.c \
	%D%/act_sym.c \
	%D%/act_trace.c \
	%D%/act_typed.c \
	%D%/agg.c \
	%D%/agg_quantize.c \
	%D%/agg_words.h \
	%D%/aggs.c %D%/aggs.h \
	%D%/aggs_impl.h \
	%D%/aggs_json.c \
	%D%/aggs_print.c \
	%D%/aggs_table.c \
	%D%/consumer.c %D%/consumer.h \
	%D%/format_type.h \
	%D%/refused.c \
	%D%/sub_args.c \
	%D%/sub_kernel.c \
	%D%/sub_mem.c \
	%D%/sub_net.c \
	%D%/sub_number.c \
	%D%/sub_path.c \
	%D%/sub_search.c \
	%D%/sub_string.c \
	%D%/sub_token.c \
	%D%/table.c %D%/table.h \
	%D%/var_library.c \
	%D%/unwind.c %D%/unwind.h %D%/unwind_impl.h %D%/unwind_round.c \
	%D%/var_probe.c \
	%D%/var_proc.c \
	%D%/var_regs.c \
	%D%/var_stack.c \
	%D%/var_time.c

builtins_libs = %D%/libbuiltins.a $(ir_libs) $(output_libs) $(proc_libs)
EXTRA_DIST += %D%/README.md
