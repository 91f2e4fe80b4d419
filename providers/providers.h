/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The providers there are, one for each mechanism. Sessions get them as a table. */
#ifndef PROVIDERS_PROVIDERS_H
#define PROVIDERS_PROVIDERS_H

#include "runtime/probe/provider.h"

extern const struct provider dtrace_provider;
extern const struct provider pid_provider;
extern const struct provider profile_provider;
extern const struct provider usdt_provider;

/* All of them, in the order in which they are asked; ends with NULL. */
extern const struct provider *const providers[];

#endif
