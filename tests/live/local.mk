# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

live_tests += %D%/aggregations.sh
EXTRA_DIST += %D%/aggregations.sh %D%/aggregations.c
