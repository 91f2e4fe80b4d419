# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Runs the D programs of tests/exec, in the interpreter and, where we may, in the kernel.
if RUNTIME
check_PROGRAMS += %D%/exec
%C%_exec_SOURCES = \
	%D%/aggs.c %D%/aggs.h \
	%D%/cases.c %D%/cases.h \
	%D%/exec.c \
	%D%/machine.h \
	%D%/machine_kernel.c \
	%D%/machine_vm.c \
	%D%/values.c %D%/values.h
%C%_exec_LDADD = $(pipeline_libs)

# What there is, for the test that all of it is tested.
check_PROGRAMS += %D%/names
%C%_names_SOURCES = %D%/names.c
%C%_names_LDADD = $(compile_libs)

# What programs print, for the golden tests.
check_PROGRAMS += %D%/print
%C%_print_SOURCES = \
	%D%/aggs.c %D%/aggs.h \
	%D%/machine.h %D%/machine_vm.c \
	%D%/print.c \
	%D%/player.c %D%/player.h \
	%D%/values.c %D%/values.h
%C%_print_LDADD = $(pipeline_libs)

shell_tests += %D%/exec-old.sh %D%/exec-vm.sh
live_tests += %D%/exec-kernel.sh
endif
EXTRA_DIST += %D%/exec-kernel.sh %D%/exec-old.sh %D%/exec-vm.sh

# The cases: one file for each builtin or part of the language; a new one is found by itself.
EXTRA_DIST += tests/exec
