/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "sdk/runtime/names.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "sdk/include/usdt_note.h"
#include "sdk/runtime/error.h"

/* The locale has no say in this. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name(const char *name)
{
	if (!is_letter(*name))
		return false;
	while (is_letter(*name) || (*name >= '0' && *name <= '9') || *name == '-')
		name++;
	return !*name;
}

int usdt_name_copy(const char *what, const char *name, char out[], size_t size,
		   struct usdt_error *error)
{
	size_t len = 0;

	if (!name || !is_name(name))
		return usdt_fail(error, -EINVAL, "the %s's name is no identifier: \"%.64s\"", what,
				 name ? name : "");
	for (; *name; name++) {
		const size_t n = *name == '-' ? 2 : 1;

		if (len + n > USDT_MAX_NAME || len + n >= size)
			return usdt_fail(error, -ENAMETOOLONG,
					 "the %s's name has above %d characters", what,
					 USDT_MAX_NAME);
		memset(out + len, *name == '-' ? '_' : *name, n);
		len += n;
	}
	out[len] = '\0';
	return 0;
}

int usdt_label_check(const char *what, const char *label, const char *forbidden, size_t max,
		     struct usdt_error *error)
{
	if (strlen(label) > max)
		return usdt_fail(error, -ENAMETOOLONG, "the %s's name has above %zu characters",
				 what, max);
	for (const char *c = label; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7f || strchr(forbidden, *c))
			return usdt_fail(error, -EINVAL,
					 "the %s's name has a character that cannot be: \"%.64s\"",
					 what, label);
	return 0;
}
