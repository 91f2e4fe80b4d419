/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* All builtins: the list of the lists. Each list ends with a row without a name. */
#ifndef RUNTIME_BUILTINS_TABLE_H
#define RUNTIME_BUILTINS_TABLE_H

#include "runtime/lang/builtin.h"
#include "runtime/lang/check.h"

extern const struct builtin_table builtins;

extern const struct builtin probe_builtins[];	/* var_probe.c */
extern const struct builtin proc_builtins[];	/* var_proc.c */
extern const struct builtin time_builtins[];	/* var_time.c */
extern const struct builtin string_builtins[];	/* sub_string.c */
extern const struct builtin search_builtins[];	/* sub_search.c */
extern const struct builtin token_builtins[];	/* sub_token.c */
extern const struct builtin path_builtins[];	/* sub_path.c */
extern const struct builtin args_builtins[];	/* sub_args.c */
extern const struct builtin library_builtins[];	/* var_library.c */
extern const struct builtin regs_builtins[];	/* var_regs.c */
extern const struct builtin mem_builtins[];	/* sub_mem.c */
extern const struct builtin trace_builtins[];	/* act_trace.c */
extern const struct builtin typed_builtins[];	/* act_typed.c */
extern const struct builtin print_builtins[];	/* act_print.c */
extern const struct builtin stack_builtins[];	/* act_stack.c */
extern const struct builtin sym_builtins[];	/* act_sym.c */
extern const struct builtin signal_builtins[];	/* act_signal.c */
extern const struct builtin number_builtins[];	/* sub_number.c */
extern const struct builtin refused_builtins[];	/* refused.c */
extern const struct builtin var_stack_builtins[];	/* var_stack.c */
extern const struct builtin speculate_builtins[];	/* act_speculate.c */
extern const struct builtin net_builtins[];	/* sub_net.c */
extern const struct builtin kernel_builtins[];	/* sub_kernel.c */
extern const struct builtin control_builtins[];	/* act_control.c */
extern const struct builtin copyout_builtins[];	/* act_copyout.c */
extern const struct builtin agg_act_builtins[];	/* act_agg.c */
extern const struct builtin agg_builtins[];	/* agg.c */
extern const struct builtin quantize_builtins[];	/* agg_quantize.c */

#endif
