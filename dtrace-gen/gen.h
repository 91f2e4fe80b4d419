/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The generator as programs call it: dtrace-gen is nothing else, and dtrace forwards here when it
 * is asked for -h or -G, so that both behave alike. It needs no privilege and no kernel. */
#ifndef DTRACE_GEN_GEN_H
#define DTRACE_GEN_GEN_H

/* Runs one command line and prints what is to be told, as "program: ...". Returns the exit status:
 * 0, 1 after an error, 2 if the command line is wrong. */
int gen_main(int argc, char **argv, const char *program);

#endif
