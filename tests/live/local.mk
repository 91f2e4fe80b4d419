# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

live_tests += %D%/aggregations.sh \
	%D%/postgres.sh %D%/usdt-count.sh %D%/cleanup.sh
EXTRA_DIST += $(live_tests) %D%/lib.sh %D%/live.d \
	%D%/aggregations.c %D%/fire.c %D%/fire_lib.c
