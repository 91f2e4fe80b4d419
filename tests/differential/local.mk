# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The same random expressions by our compiler, in the interpreter and in the kernel, and by the C
# compiler. make check takes some hundreds; make check-differential takes 100,000, and
# DIFFERENTIAL_SEED=N other ones.
DIFFERENTIAL_SEED = 1
if RUNTIME
check_PROGRAMS += %D%/generate
%C%_generate_SOURCES = %D%/expr.c %D%/expr.h %D%/generate.c %D%/prelude.h tests/lib/random.h
%C%_generate_LDADD = $(base_libs)
shell_tests += %D%/differential.sh
endif
EXTRA_DIST += %D%/differential.sh

check-differential: $(check_PROGRAMS)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/%D%/differential.sh 100000 $(DIFFERENTIAL_SEED)
.PHONY: check-differential
