# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

live_tests += %D%/rust.sh %D%/usdt.sh
EXTRA_DIST += %D%/rust.sh %D%/usdt.sh %D%/usdt.c

live_tests += %D%/aggregations.sh %D%/postgres.sh %D%/usdt-count.sh \
	%D%/cleanup.sh %D%/errors.sh %D%/language.sh %D%/options.sh %D%/process.sh \
	%D%/session.sh %D%/types.sh %D%/debuginfo.sh %D%/both.sh \
	%D%/sites.sh
EXTRA_DIST += %D%/aggregations.sh %D%/postgres.sh %D%/usdt-count.sh \
	%D%/cleanup.sh %D%/errors.sh %D%/language.sh %D%/options.sh %D%/process.sh \
	%D%/session.sh %D%/types.sh %D%/debuginfo.sh %D%/debuginfo.c %D%/both.sh %D%/sites.sh \
	%D%/lib.sh %D%/live.d %D%/aggregations.c %D%/fire.c %D%/fire_lib.c \
	%D%/language %D%/option %D%/action %D%/variable

live_tests += %D%/variables.sh
EXTRA_DIST += %D%/variables.sh %D%/variables.c

live_tests += %D%/destructive.sh %D%/stacks.sh
EXTRA_DIST += %D%/destructive.sh %D%/stacks.sh %D%/stacks.c %D%/stacks.cc

live_tests += %D%/keyless.sh
EXTRA_DIST += %D%/keyless.sh %D%/calls.c

live_tests += %D%/large.sh
EXTRA_DIST += %D%/large.awk %D%/large.sh

live_tests += %D%/pid.sh %D%/pid-count.sh %D%/pgbench.sh
EXTRA_DIST += %D%/pid.sh %D%/pid.c %D%/pid-count.sh %D%/pgbench.sh %D%/pgbench.awk

live_tests += %D%/matrix.sh
EXTRA_DIST += %D%/matrix.sh %D%/matrix.c %D%/matrix.d %D%/matrix_script.d \
	%D%/matrix_expected

# Probes of every style, compiler, level, kind of file and linker: some 900 programs.
check-matrix: all
	$(AM_TESTS_ENVIRONMENT) MATRIX=all $(SHELL) $(srcdir)/%D%/matrix.sh
.PHONY: check-matrix

live_tests += %D%/runtime-probes.sh
EXTRA_DIST += %D%/runtime-probes.sh %D%/runtime-probes.c

if LUA
live_tests += %D%/lua-probes.sh
endif
EXTRA_DIST += %D%/lua-probes.sh

live_tests += %D%/later.sh
EXTRA_DIST += %D%/later.sh

live_tests += %D%/follow.sh
EXTRA_DIST += %D%/follow.sh

live_tests += %D%/namespaces.sh
EXTRA_DIST += %D%/namespaces.sh

if RUBY
live_tests += %D%/ruby-pg.sh
endif
EXTRA_DIST += %D%/ruby-pg.sh

live_tests += %D%/permission.sh
EXTRA_DIST += %D%/permission.sh
