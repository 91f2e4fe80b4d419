/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What fuzzers of writers ask: is it an object that linkers and tracers can read? And the file that
 * readers of paths need. Whatever is not as it must be ends the program, for the fuzzer to tell. */
#ifndef TESTS_FUZZ_VALID_H
#define TESTS_FUZZ_VALID_H

#include <stddef.h>

/* A file in memory with these bytes, and the path that opens it. The descriptor is the caller's. */
int memory_file(const void *data, size_t size, char path[64]);

/* Headers and contents lie in the file, and relocations have symbols. */
void expect_valid_object(const void *data, size_t size);

#endif
