# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

include %D%/demo/local.mk
include %D%/lua-probes/local.mk
include %D%/ruby-pg/local.mk
