# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

noinst_LIBRARIES += %D%/liboutput.a
%C%_liboutput_a_SOURCES = \
	%D%/flow.c %D%/flow.h \
	%D%/format.c %D%/format.h %D%/format_print.c \
	%D%/hist.c %D%/hist.h \
	%D%/jsonl.c %D%/jsonl.h \
	%D%/text.c %D%/text.h \
	%D%/typed.c %D%/typed.h %D%/typed_impl.h \
	%D%/typed_json.c

output_libs = %D%/liboutput.a $(base_libs) $(JSON_LIBS)
