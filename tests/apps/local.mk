# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# Applications built with our dtrace and with systemtap's, and definitions of more of them; long,
# and wants Debian's sources.
check-apps: all
	$(AM_TESTS_ENVIRONMENT) APPS='$(APPS)' $(SHELL) $(srcdir)/%D%/apps.sh
check-definitions: all
	$(AM_TESTS_ENVIRONMENT) DEFINITIONS='$(DEFINITIONS)' $(SHELL) $(srcdir)/%D%/definitions.sh
.PHONY: check-apps check-definitions
EXTRA_DIST += %D%/apps.sh %D%/postgresql.sh %D%/ruby.sh %D%/source.sh %D%/definitions.sh
