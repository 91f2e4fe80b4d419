/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The text that goes with an error code. */
#ifndef SDK_RUNTIME_ERROR_H
#define SDK_RUNTIME_ERROR_H

struct usdt_error;

/* Fills in the text, unless error is NULL, and returns code. */
int usdt_fail(struct usdt_error *error, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
