/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/builtins/table.h"

static const struct builtin *const lists[] = {
	probe_builtins,	 proc_builtins,	   time_builtins,  string_builtins,
	search_builtins, path_builtins,	   mem_builtins,   trace_builtins,
	print_builtins,	 control_builtins, agg_act_builtins, agg_builtins,
	quantize_builtins, stack_builtins,   sym_builtins,
	signal_builtins, number_builtins, refused_builtins, var_stack_builtins,
	speculate_builtins, net_builtins, token_builtins, kernel_builtins,
	copyout_builtins, args_builtins, library_builtins,
	typed_builtins, regs_builtins,
};

const struct builtin_table builtins = {
	.lists = lists,
	.n_lists = sizeof(lists) / sizeof(lists[0]),
};
