# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Random programs through the compiler: some hundreds in make check. make fuzz-programs compiles
# and interprets a million (configure --enable-sanitizers), damages another million and loads
# 10,000; PROGRAMS_SEED=N takes others.
PROGRAMS_SEED = 1
if RUNTIME
check_PROGRAMS += %D%/programs
%C%_programs_SOURCES = \
	%D%/programs.c \
	%D%/text.c %D%/text.h \
	tests/run/aggs.c tests/run/aggs.h \
	tests/run/machine.h tests/run/machine_kernel.c tests/run/machine_vm.c \
	tests/run/player.c tests/run/player.h \
	tests/run/values.c tests/run/values.h
%C%_programs_LDADD = $(pipeline_libs)
shell_tests += %D%/programs.sh
endif
EXTRA_DIST += %D%/programs.sh

fuzz-programs: $(check_PROGRAMS)
	nice %D%/programs $(PROGRAMS_SEED) 1000000
	nice %D%/programs $(PROGRAMS_SEED) 1000000 --mutate
	nice %D%/programs $(PROGRAMS_SEED) 10000 --load
.PHONY: fuzz-programs
