/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Diagnostics: what a person is told. They are collected where the failure is known and printed by
 * a main program, on one line each, whatever the names in them hold. A function that takes a struct
 * diag and returns a negative errno has already told; its callers pass the code on. */
#ifndef RUNTIME_BASE_DIAG_H
#define RUNTIME_BASE_DIAG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* A place in a text that a person wrote. The pointers live as long as the source does. */
struct loc {
	const char *file;	/* as messages name it; NULL: no place */
	/* start of the line, up to '\n' or NUL; NULL: the line is not shown */
	const char *text;
	uint32_t line;		/* from 1; 0: the file as a whole */
	uint16_t col;		/* from 1, in bytes */
	uint16_t len;		/* of what is underlined; 0 counts as 1 */
};

/* D_SYNTAX, D_PDESC_ZERO ...: every tag and its meaning stands in diag.def. */
enum diag_tag {
#define DIAG(tag, meaning) tag,
#include "runtime/base/diag.def"
#undef DIAG
	DIAG_N_TAGS
};

enum diag_severity { DIAG_ERROR, DIAG_WARNING };

struct diag;

struct diag *diag_new(void);
void diag_free(struct diag *dg);

/* An error; returns -EINVAL. loc may be NULL. */
int diag_error(struct diag *dg, const struct loc *loc, enum diag_tag tag, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* An error that a system call or a library caused: ": strerror(err)" is added. err is a positive
 * errno; returns -err. */
int diag_errno(struct diag *dg, const struct loc *loc, enum diag_tag tag, int err, const char *fmt,
	       ...) __attribute__((format(printf, 5, 6)));

void diag_warn(struct diag *dg, const struct loc *loc, enum diag_tag tag, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* A way out, added to the newest diagnostic. */
void diag_hint(struct diag *dg, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Long machine text (a verifier's log) shown below the newest diagnostic. */
void diag_attach(struct diag *dg, const char *text);

int diag_n_errors(const struct diag *dg);
int diag_n_warnings(const struct diag *dg);

/* The tag of the i-th diagnostic; for tests. -1 past the end. */
int diag_tag_at(const struct diag *dg, int i);
const char *diag_first_error(const struct diag *dg);	/* its text; NULL: there is none */
const char *diag_tag_name(enum diag_tag tag);
const char *diag_tag_meaning(enum diag_tag tag);

struct diag_style {
	const char *program;	/* "dtrace": put before each message */
	bool show_tags;		/* -x errtags */
};

/* Prints what was collected in order and forgets it. One line "PROGRAM: FILE:LINE:COL: error:
 * TEXT", then the source line and a caret, then "hint: ...". Beyond 20 errors only their number is
 * told. */
void diag_print(struct diag *dg, FILE *f, const struct diag_style *style);

#endif
