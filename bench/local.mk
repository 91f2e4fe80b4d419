# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# make bench measures (README.md tells what). make check only builds the programs.
EXTRA_DIST += %D%/README.md %D%/byhand.bpf.c %D%/clauses %D%/disabled.c %D%/lttng %D%/order.h \
	%D%/figures.svg %D%/parts %D%/plot.awk %D%/readme.awk %D%/recorded.c %D%/run \
	%D%/stack.c %D%/table.awk
bench_programs =
if RUNTIME
bench_programs += %D%/attach %D%/byhand %D%/crowd %D%/executed %D%/progs %D%/pty %D%/sites \
	%D%/target %D%/times
%C%_crowd_CFLAGS = $(AM_CFLAGS) -pthread
%C%_crowd_LDFLAGS = $(AM_LDFLAGS) -pthread
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

# The tables and a picture of their ratios stand in the build tree afterwards.
bench: $(bench_programs) $(bin_PROGRAMS)
	@status=0; { top_builddir='$(abs_top_builddir)' AWK='$(AWK)' \
		$(SHELL) $(srcdir)/bench/run || echo $$? >%D%/failed; } | tee %D%/figures.md; \
	if test -e %D%/failed; then status=1; rm -f %D%/failed; fi; \
	$(AWK) -f $(srcdir)/%D%/plot.awk %D%/figures.md >%D%/figures.svg && exit $$status

# Puts what was measured last into bench/README.md.
bench-readme:
	$(AWK) -f $(srcdir)/%D%/readme.awk %D%/figures.md $(srcdir)/%D%/README.md >%D%/README.new
	cp %D%/README.new $(srcdir)/%D%/README.md
	rm %D%/README.new
	test . -ef $(srcdir) || cp %D%/figures.svg $(srcdir)/%D%/figures.svg
.PHONY: bench bench-readme
