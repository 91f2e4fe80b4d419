# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Ten seconds with `make check', two minutes with `make check-safety', an hour with
# `make check-safety SAFETY_SECONDS=3600'.
live_tests += %D%/safety.sh
EXTRA_DIST += %D%/safety.sh %D%/victim.c %D%/victim.h %D%/flow.c %D%/throw.cc %D%/same_text.c \
	%D%/objects.c %D%/workloads.sh

SAFETY_SECONDS = 120
check-safety: all
	$(AM_TESTS_ENVIRONMENT) DTRACE_REQUIRE_LIVE=1 SAFETY_SECONDS=$(SAFETY_SECONDS) \
		$(SHELL) $(verdict) %D%/check-safety.log $(SHELL) $(srcdir)/%D%/safety.sh
.PHONY: check-safety
CLEANFILES += %D%/check-safety.log
