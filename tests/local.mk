# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Every test speaks TAP. To add one:
#   unit    tests/unit/FOLDER/local.mk gets two lines, the program and the libraries of its layer:
#             unit_tests += %D%/str_test
#             %C%_str_test_LDADD = $(base_libs) $(CMOCKA_LIBS)
#           The source is str_test.c beside it.
#   shell   a script that prints TAP (or exits 77 if it cannot run here): shell_tests += %D%/NAME.sh
#   live    the same for what needs root and a kernel: live_tests += %D%/NAME.sh; make check
#           live_tests= leaves them out
#   fuzzer  see tests/fuzz/local.mk
# A program that tests only use goes to check_PROGRAMS, a library for tests to check_LIBRARIES.
# Folders of cases, and tests/live, go to EXTRA_DIST as folders.

unit_tests =
shell_tests = %D%/style-layers.sh %D%/style-sizes.sh \
	%D%/docs.sh %D%/man.sh %D%/draw/draw.sh
live_tests =
check_PROGRAMS = $(unit_tests)
check_LIBRARIES =

if CMOCKA
include tests/unit/local.mk
endif
include tests/lib/local.mk
include tests/golden/local.mk
include tests/run/local.mk
include tests/differential/local.mk
include tests/programs/local.mk
include tests/kernels/local.mk
include tests/gen/local.mk
include tests/sdk/local.mk
include tests/live/local.mk
include tests/safety/local.mk
include tests/apps/local.mk
include tests/unwind/local.mk
include tests/fuzz/local.mk

TESTS = $(unit_tests) $(shell_tests) $(live_tests)
TEST_EXTENSIONS = .sh
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
SH_LOG_DRIVER = $(tap_driver)
SH_LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/lib/shell.sh $(SHELL)
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/lib/cmocka.sh
verdict = $(top_srcdir)/tests/lib/verdict.sh
EXTRA_DIST += tests/lib/cmocka.sh tests/lib/shell.sh tests/lib/verdict.sh
AM_TESTS_ENVIRONMENT = \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	FASTTRAP_DATADIR='$(abs_top_builddir)/share/fasttrap'; export FASTTRAP_DATADIR; \
	CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	CC='$(CC)'; export CC; M4='$(M4)'; export M4; AWK='$(AWK)'; export AWK;
EXTRA_DIST += $(shell_tests) %D%/failures.sh %D%/summary.sh %D%/draw

# The last line of a run: how many passed, failed and were skipped. It fails if one failed or none
# ran.
summary:
	@$(SHELL) $(srcdir)/tests/summary.sh $(TEST_LOGS:.log=.trs)
.PHONY: summary
