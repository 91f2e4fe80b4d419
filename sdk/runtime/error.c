/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "sdk/runtime/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "sdk/include/usdt_runtime.h"

int usdt_fail(struct usdt_error *error, int code, const char *format, ...)
{
	va_list args;

	if (!error)
		return code;
	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return code;
}
