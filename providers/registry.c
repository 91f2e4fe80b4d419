/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "providers/providers.h"

#include <stddef.h>

/* Those that search processes come last: a plain name that an earlier one has is not searched for.
 */
const struct provider *const providers[] = {
	&dtrace_provider,
	&profile_provider,
	&pid_provider,
	&usdt_provider,
	NULL,
};
