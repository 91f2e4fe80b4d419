/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Names as they stand in symbol tables, and as they stand in the source: of C++, and of Rust in
 * both of its manglings. This is the only user of libiberty; what only generates does without. */
#ifndef RUNTIME_PROC_DEMANGLE_H
#define RUNTIME_PROC_DEMANGLE_H

enum demangle_form {
	DEMANGLE_FULL,		/* "shop::order(int, char const*)", as C++ tells overloads apart */
	DEMANGLE_NAME,		/* "shop::order" */
};

/* The name of the source, which the caller frees; NULL if the symbol is no mangled name. */
char *demangle(const char *symbol, enum demangle_form form);

#endif
