# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

live_tests += %D%/rust.sh
EXTRA_DIST += %D%/rust.sh

live_tests += %D%/aggregations.sh %D%/postgres.sh %D%/usdt-count.sh \
	%D%/cleanup.sh %D%/errors.sh %D%/language.sh %D%/options.sh %D%/process.sh \
	%D%/session.sh %D%/types.sh
EXTRA_DIST += %D%/aggregations.sh %D%/postgres.sh %D%/usdt-count.sh \
	%D%/cleanup.sh %D%/errors.sh %D%/language.sh %D%/options.sh %D%/process.sh \
	%D%/session.sh %D%/types.sh \
	%D%/lib.sh %D%/live.d %D%/aggregations.c %D%/fire.c %D%/fire_lib.c %D%/language

live_tests += %D%/stacks.sh
EXTRA_DIST += %D%/stacks.sh %D%/stacks.c

live_tests += %D%/call.sh
EXTRA_DIST += %D%/call.sh %D%/call.c %D%/call.d %D%/call_script.d %D%/call_expected

# Probes in the call style: every compiler, level, kind of file and linker.
check-matrix: all
	$(AM_TESTS_ENVIRONMENT) CALL_MATRIX=1 $(SHELL) $(srcdir)/%D%/call.sh
.PHONY: check-matrix

live_tests += %D%/runtime-probes.sh
EXTRA_DIST += %D%/runtime-probes.sh %D%/runtime-probes.c

if LUA
live_tests += %D%/lua-probes.sh
endif
EXTRA_DIST += %D%/lua-probes.sh
