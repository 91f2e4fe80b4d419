/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What providers, modules, functions and probes may be called: names that can be written in a
 * probe description and that tools read back from a note. */
#ifndef SDK_RUNTIME_NAMES_H
#define SDK_RUNTIME_NAMES_H

#include <stddef.h>

struct usdt_error;

#define USDT_MAX_FUNCTION 255

/* An identifier in the form that notes have, "__" for '-', of up to USDT_MAX_NAME characters. what
 * is for the message. 0 or a negative errno. */
int usdt_name_copy(const char *what, const char *name, char out[], size_t size,
		   struct usdt_error *error);

/* Is the text printable, without spaces and without any of these characters, and not too long? 0 or
 * a negative errno. */
int usdt_label_check(const char *what, const char *label, const char *forbidden, size_t max,
		     struct usdt_error *error);

#endif
