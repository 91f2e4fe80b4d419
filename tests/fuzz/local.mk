# SPDX-License-Identifier: BSD-2-Clause
# Copyright (c) 2026 The Fasttrap authors

# One file for each parser of bytes we did not write: tests/fuzz/NAME.c has
# LLVMFuzzerTestOneInput(); the folder tests/fuzz/NAME.corpus, if there is one, holds inputs to
# start from. To add one:
#   fuzzers += %D%/NAME
#   %C%_NAME_LDADD = $(base_libs)
#   %C%_NAME_LDFLAGS = $(fuzz_ldflags)
#   EXTRA_DIST += %D%/NAME.corpus
# They are built by configure --enable-fuzzing and run by make fuzz, each for FUZZ_SECONDS.

FUZZ_SECONDS = 10
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzzers =

fuzzers += %D%/glob
%C%_glob_LDADD = $(base_libs)
%C%_glob_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/glob.corpus

if RUNTIME
fuzzers += %D%/maps
%C%_maps_LDADD = $(proc_libs)
%C%_maps_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/maps.corpus

if FUZZING
noinst_PROGRAMS = $(fuzzers)
endif

fuzz:
	@for f in $(fuzzers); do \
		echo "fuzz $$f"; mkdir -p $$f.found || exit 1; \
		corpus=$(srcdir)/$$f.corpus; test -d $$corpus || corpus=; \
		./$$f -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -verbosity=0 \
			-artifact_prefix=$$f.found/ $$f.found $$corpus || exit 1; \
	done
.PHONY: fuzz
