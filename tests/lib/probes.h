/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Probes for tests: dtrace's own, and some of a provider "test" whose sites keep their arguments in
 * every kind of place. */
#ifndef TESTS_LIB_PROBES_H
#define TESTS_LIB_PROBES_H

#include "runtime/probe/provider.h"

/* Ends with NULL. */
extern const struct provider *const test_providers[];

#endif
