# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

shell_tests += %D%/autoconf.sh
shell_tests += %D%/cmake.sh
shell_tests += %D%/meson.sh
EXTRA_DIST += %D%/lib.sh %D%/shop
