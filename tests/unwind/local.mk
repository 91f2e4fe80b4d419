# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Walking stacks: what is read of files against readelf.
check_PROGRAMS += %D%/rows
%C%_rows_LDADD = $(elf_libs)
shell_tests += %D%/rows.sh
EXTRA_DIST += %D%/rows.sh %D%/readelf.awk
