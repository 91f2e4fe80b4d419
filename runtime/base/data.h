/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Where the files lie that come with the programs: templates/ and d/. It finds them alike when
 * installed, when the installation was moved, and in a build tree, which has bin/ and share/ too.
 */
#ifndef RUNTIME_BASE_DATA_H
#define RUNTIME_BASE_DATA_H

/* The path of a file by its name below share/fasttrap: data_path("templates/header.m4"). The caller
 * frees it. $FASTTRAP_DATADIR comes first, then ../share/fasttrap seen from the program's folder,
 * then the place that configure was told. It is always a path: if the file is nowhere, the last
 * one, so that opening it says what is missing. */
char *data_path(const char *name);

#endif
