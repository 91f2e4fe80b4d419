/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the parts of folding share. A register with one definition is stable: wherever it may be
 * read it has that definition's value, so what is known of it holds everywhere. Of registers that
 * are assigned several times nothing is assumed. */
#ifndef RUNTIME_IR_FOLD_IMPL_H
#define RUNTIME_IR_FOLD_IMPL_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/ir/ir.h"

struct fold {
	const struct ir_module *m;
	struct ir_routine *r;
	uint32_t *n_defs;	/* of each register; a body's two arguments count as one */
	uint32_t *n_uses;
	uint32_t *def;		/* index of the definition of a stable register */
	bool has_changed;
};

static inline bool fold_is_stable(const struct fold *f, uint32_t reg)
{
	return reg != IR_NO_REG && f->n_defs[reg] == 1;
}

/* The operation that defines a stable register; NULL: it is not, or an argument. */
const struct ir_insn *fold_origin(const struct fold *f, uint32_t reg);
bool fold_const(const struct fold *f, uint32_t reg, int64_t *out);
bool fold_holds(enum ir_cond cond, int64_t a, int64_t b);

/* fold_expr.c: makes one operation simpler in place, with what is known of its operands. */
void fold_expr(struct fold *f, struct ir_insn *insn);

/* fold_flow.c: branches on constants, jumps to jumps, code and labels that nothing reaches. */
void fold_flow(struct fold *f);

/* fold_vars.c: the same for registers that are assigned several times. Operations move. */
void fold_vars(struct fold *f);

/* fold_same.c: what the thread and the site are asked for twice is asked once. */
void fold_same(struct fold *f);

/* fold_body.c: bodies of loops that are alike become one. */
void fold_bodies(struct ir_module *m);

#endif
