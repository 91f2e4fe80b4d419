# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Applications built with our dtrace and with systemtap's; long, and wants Debian's sources.
check-apps: all
	$(AM_TESTS_ENVIRONMENT) APPS='$(APPS)' $(SHELL) $(srcdir)/%D%/apps.sh
.PHONY: check-apps
EXTRA_DIST += %D%/apps.sh %D%/postgresql.sh %D%/ruby.sh
