/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Types of arguments: from "i32,str" to what a note says, "-4@0(%rdi) 8@8(%rdi)". */
#ifndef SDK_RUNTIME_SIGNATURE_H
#define SDK_RUNTIME_SIGNATURE_H

#include <stddef.h>

struct usdt_error;
struct usdt_machine;

#define USDT_ARGS_SIZE 160 /* fits the text of any signature */

/* Returns the number of arguments, or a negative errno. */
int usdt_signature_parse(const struct usdt_machine *machine, const char *signature,
			 char out[USDT_ARGS_SIZE], struct usdt_error *error);

#endif
