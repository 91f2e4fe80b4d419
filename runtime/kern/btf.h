/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The kernel's own type information (BTF). Reading it takes milliseconds, so it is read when the
 * first question is asked and not before. Programs may have some as well, in a section .BTF; nobody
 * has checked that, so what it says may be anything. */
#ifndef RUNTIME_KERN_BTF_H
#define RUNTIME_KERN_BTF_H

#include <stdbool.h>
#include <stddef.h>

struct diag;
struct kern_btf;

struct kern_btf *kern_btf_new(void);	/* reads nothing yet */

/* A program's, of 64 bits, which is in memory of malloc() that is taken over. NULL: it is none. */
struct kern_btf *kern_btf_of(char *data, size_t size);
void kern_btf_free(struct kern_btf *kb);	/* NULL is allowed */

/* The offset in bytes of a member of a kernel struct or union: ("task_struct", "real_parent");
 * members may be dotted ("se.sum_exec_runtime"), and members of anonymous structs count as the
 * outer type's. Negative errno: told. */
int kern_btf_member_offset(struct kern_btf *kb, const char *type, const char *member,
			   struct diag *dg);

/* The type called "struct task_struct", "enum pid_type", "pid_t" as C declarations, which lang
 * parses; NULL: there is none, or no BTF. What it holds by value is declared before it; what it
 * only points to is a question of its own. Each type is declared in one answer only: where it was
 * before, that is "". Valid until the next call. */
const char *kern_btf_declare(struct kern_btf *kb, const char *name);

/* Begins anew with what was declared: for another table of types. */
void kern_btf_forget(struct kern_btf *kb);

/* The type of a variable of the kernel, "struct rq"; false: BTF does not tell. is_per_cpu: each CPU
 * has one of its own. out is valid until the next call. */
bool kern_btf_variable(struct kern_btf *kb, const char *name, const char **out, bool *is_per_cpu);

/* A line for each parameter of a function that is handed over as an integer: its type, a tab, its
 * name. NULL: it is not known, or has one that makes it unsure where the others are. Valid until
 * the next call. */
const char *kern_btf_function(struct kern_btf *kb, const char *name);

#endif
