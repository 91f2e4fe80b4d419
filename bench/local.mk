# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# make bench measures (README.md tells what). make check only builds the programs.
EXTRA_DIST += %D%/README.md %D%/byhand.bpf.c %D%/clauses.bpf.c \
	%D%/clauses.d %D%/order.h %D%/run %D%/stack.c %D%/table.awk
bench_programs =
if RUNTIME
bench_programs += %D%/attach %D%/byhand %D%/executed %D%/progs %D%/target %D%/times
%C%_attach_LDADD = $(kern_libs) $(elf_libs)
%C%_byhand_LDADD = $(kern_libs) $(elf_libs)
%C%_executed_SOURCES = \
	%D%/executed.c \
	%D%/object.c %D%/object.h \
	tests/run/machine.h tests/run/machine_vm.c
%C%_executed_LDADD = $(pipeline_libs) $(elf_libs) -lm
%C%_progs_LDADD = $(kern_libs)
endif
check_PROGRAMS += $(bench_programs)

bench: $(bench_programs) $(bin_PROGRAMS)
	@top_builddir='$(abs_top_builddir)' AWK='$(AWK)' $(SHELL) $(srcdir)/bench/run
.PHONY: bench
