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

fuzzers += %D%/elf
%C%_elf_LDADD = $(elf_libs)
%C%_elf_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/elf.corpus

fuzzers += %D%/cfi
%C%_cfi_LDADD = $(elf_libs)
%C%_cfi_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/cfi.corpus

fuzzers += %D%/note
%C%_note_LDADD = $(elf_libs)
%C%_note_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/note.corpus

fuzzers += %D%/patch
%C%_patch_SOURCES = %D%/patch.c %D%/valid.c %D%/valid.h
%C%_patch_LDADD = $(gen_libs)
%C%_patch_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/patch.corpus

fuzzers += %D%/provider
%C%_provider_SOURCES = %D%/provider.c %D%/valid.c
%C%_provider_LDADD = $(gen_libs)
%C%_provider_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/provider.corpus

fuzzers += %D%/parse
%C%_parse_LDADD = $(lang_libs)
%C%_parse_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/parse.corpus

fuzzers += %D%/check
%C%_check_SOURCES = %D%/check.c tests/lib/few_builtins.c
%C%_check_LDADD = $(lang_libs)
%C%_check_LDFLAGS = $(fuzz_ldflags)
EXTRA_DIST += %D%/check.corpus

if RUNTIME
fuzzers += %D%/debuginfo
%C%_debuginfo_LDADD = $(debuginfo_libs) $(lang_libs)
%C%_debuginfo_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/debuginfo.corpus

if RUNTIME
fuzzers += %D%/btf
%C%_btf_LDADD = $(kern_libs) $(lang_libs)
%C%_btf_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/btf.corpus

if RUNTIME
fuzzers += %D%/format
%C%_format_LDADD = $(output_libs)
%C%_format_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/format.corpus

if RUNTIME
fuzzers += %D%/maps
%C%_maps_LDADD = $(proc_libs)
%C%_maps_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/maps.corpus

if RUNTIME
fuzzers += %D%/names
%C%_names_LDADD = $(proc_libs)
%C%_names_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/names.corpus

if RUNTIME
fuzzers += %D%/argspec
%C%_argspec_LDADD = $(probe_libs)
%C%_argspec_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/argspec.corpus

if RUNTIME
fuzzers += %D%/decode
%C%_decode_LDADD = $(probe_libs)
%C%_decode_LDFLAGS = $(fuzz_ldflags)
endif

if RUNTIME
fuzzers += %D%/program
%C%_program_SOURCES = %D%/program.c tests/run/machine_vm.c
%C%_program_LDADD = $(pipeline_libs)
%C%_program_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/program.corpus

if RUNTIME
fuzzers += %D%/draw
%C%_draw_LDADD = $(draw_libs)
%C%_draw_LDFLAGS = $(fuzz_ldflags)
endif
EXTRA_DIST += %D%/draw.corpus

# The same programs without libFuzzer, which run their corpus as a test.
unit_tests += %D%/elf_replay %D%/note_replay %D%/parse_replay %D%/patch_replay %D%/check_replay \
	%D%/provider_replay %D%/cfi_replay
%C%_cfi_replay_SOURCES = %D%/cfi.c %D%/replay.c
%C%_cfi_replay_LDADD = $(elf_libs)
%C%_elf_replay_SOURCES = %D%/elf.c %D%/replay.c
%C%_elf_replay_LDADD = $(elf_libs)
%C%_note_replay_SOURCES = %D%/note.c %D%/replay.c
%C%_note_replay_LDADD = $(elf_libs)
%C%_parse_replay_SOURCES = %D%/parse.c %D%/replay.c
%C%_parse_replay_LDADD = $(lang_libs)
%C%_patch_replay_SOURCES = %D%/patch.c %D%/valid.c %D%/replay.c
%C%_patch_replay_LDADD = $(gen_libs)
%C%_provider_replay_SOURCES = %D%/provider.c %D%/valid.c %D%/replay.c
%C%_provider_replay_LDADD = $(gen_libs)
%C%_check_replay_SOURCES = %D%/check.c %D%/replay.c tests/lib/few_builtins.c
%C%_check_replay_LDADD = $(lang_libs)
if RUNTIME
unit_tests += %D%/argspec_replay %D%/draw_replay %D%/format_replay
%C%_draw_replay_SOURCES = %D%/draw.c %D%/replay.c
%C%_draw_replay_LDADD = $(draw_libs)
unit_tests += %D%/program_replay
%C%_program_replay_SOURCES = %D%/program.c %D%/replay.c tests/run/machine_vm.c
%C%_program_replay_LDADD = $(pipeline_libs)
unit_tests += %D%/btf_replay
%C%_btf_replay_SOURCES = %D%/btf.c %D%/replay.c
%C%_btf_replay_LDADD = $(kern_libs) $(lang_libs)
unit_tests += %D%/debuginfo_replay
%C%_debuginfo_replay_SOURCES = %D%/debuginfo.c %D%/replay.c
%C%_debuginfo_replay_LDADD = $(debuginfo_libs) $(lang_libs)
%C%_argspec_replay_SOURCES = %D%/argspec.c %D%/replay.c
%C%_argspec_replay_LDADD = $(probe_libs)
%C%_format_replay_SOURCES = %D%/format.c %D%/replay.c
%C%_format_replay_LDADD = $(output_libs)
endif

if FUZZING
noinst_PROGRAMS += $(fuzzers)
endif

# How long each runs: libFuzzer's option.
FUZZ_LIMIT = -max_total_time=$(FUZZ_SECONDS)

fuzz:
	@for f in $(fuzzers); do \
		echo "fuzz $$f"; mkdir -p $$f.found || exit 1; \
		corpus=$(srcdir)/$$f.corpus; test -d $$corpus || corpus=; \
		./$$f $(FUZZ_LIMIT) -timeout=5 -rss_limit_mb=1024 -verbosity=0 -print_final_stats=1 \
			-artifact_prefix=$$f.found/ $$f.found $$corpus || exit 1; \
	done

# What the generator and tracers of its probes read: a million mutants each of provider files,
# objects and notes.
FUZZ_RUNS = 1000000
fuzz-million:
	$(MAKE) fuzz FUZZ_LIMIT=-runs=$(FUZZ_RUNS) \
		fuzzers='%D%/provider %D%/parse %D%/patch %D%/elf %D%/note'
.PHONY: fuzz fuzz-million
