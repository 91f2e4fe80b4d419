# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/libdraw.a
%C%_libdraw_a_SOURCES = \
	%D%/flame.c \
	%D%/heatmap.c \
	%D%/input.c %D%/input.h \
	%D%/picture.h \
	%D%/spans.c %D%/spans.h \
	%D%/svg.c %D%/svg.h \
	%D%/time.c \
	%D%/timeline.c \
	%D%/tree.c %D%/tree.h

draw_libs = %D%/libdraw.a $(base_libs) $(JSON_LIBS) -lm

bin_PROGRAMS += bin/dtrace-draw
bin_dtrace_draw_SOURCES = %D%/main.c
bin_dtrace_draw_LDADD = $(draw_libs)

dist_man1_MANS += man/dtrace-draw.1
