/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* GNU m4, which renders the templates. The generator writes macro calls and knows no C; a template
 * defines the macros and knows nothing else. */
#ifndef DTRACE_GEN_M4_H
#define DTRACE_GEN_M4_H

struct diag;
struct str;

/* Renders a template, a file or the name of one that came with the program, with the calls as its
 * input. Files that it includes are looked for beside it, then among the templates and the SDK's
 * headers that came with the program. 0 or a negative errno, told with what m4 said. */
int m4_render(const char *name, const char *calls, struct diag *dg, struct str *out);

/* Adds NAME([[text]], ...) and a newline; n strings follow. Brackets that would end the quotes are
 * set apart by a blank. */
void m4_call(struct str *calls, const char *name, int n, ...);

#endif
