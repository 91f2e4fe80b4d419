# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# The live tests on the kernels that Debian ships, in emulated machines: make check-kernels. It
# takes long and fetches packages, so it is not part of make check. What can be chosen:
#   KERNELS          versions: "6.1 6.12"
#   KERNELS_CACHE    a folder where fetched kernels stay: tests/kernels/cache in the build tree
#   KERNELS_TESTS    the tests, as they are named in TESTS
EXTRA_DIST += %D%/init.sh %D%/initramfs.sh %D%/kernels.sh
KERNELS_TESTS = tests/programs/programs.sh tests/unit/kern/caps_test tests/unit/kern/link_test \
	tests/unit/kern/load_test tests/unit/kern/map_test tests/unit/kern/ring_test $(live_tests)

check-kernels: all $(check_PROGRAMS)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/%D%/kernels.sh $(KERNELS_TESTS)
.PHONY: check-kernels

clean-local:
	-rm -rf %D%/cache
