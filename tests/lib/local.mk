# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

check_PROGRAMS += %D%/stage
%C%_stage_SOURCES = %D%/stage.c %D%/few_builtins.c %D%/few_builtins.h
%C%_stage_LDADD = $(lang_libs)
