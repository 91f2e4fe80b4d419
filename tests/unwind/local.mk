# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Walking stacks: what is read of files against readelf.
check_PROGRAMS += %D%/rows
%C%_rows_LDADD = $(elf_libs)
shell_tests += %D%/rows.sh
EXTRA_DIST += %D%/rows.sh %D%/readelf.awk

live_tests += %D%/walk.sh
EXTRA_DIST += %D%/walk.sh %D%/walk.c %D%/inline.c

# Stacks against gdb: some 2,000 in make check, some 20,000 in make check-stacks.
live_tests += %D%/agree.sh
EXTRA_DIST += %D%/agree.sh %D%/agree.awk
check-stacks: all
	$(AM_TESTS_ENVIRONMENT) AGREE_ROUNDS=100 $(SHELL) $(verdict) %D%/check-stacks.log \
		$(SHELL) $(srcdir)/%D%/agree.sh
.PHONY: check-stacks
CLEANFILES += %D%/check-stacks.log
