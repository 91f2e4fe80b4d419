/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Types of arguments: from "i32,str" to what the notes say, "-4@0(%rdi) 8@8(%rdi)" and, in C's
 * words, "int32_t, const char*". */
#ifndef SDK_RUNTIME_SIGNATURE_H
#define SDK_RUNTIME_SIGNATURE_H

#include <stddef.h>

struct usdt_error;
struct usdt_machine;

#define USDT_ARGS_SIZE 160 /* fits the texts of any signature */

struct usdt_signature {
	char args[USDT_ARGS_SIZE];  /* of the note of a site */
	char types[USDT_ARGS_SIZE]; /* of a definition in D */
};

/* Returns the number of arguments, or a negative errno. */
int usdt_signature_parse(const struct usdt_machine *machine, const char *signature,
			 struct usdt_signature *out, struct usdt_error *error);

#endif
