/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the generated C is written in: an operator of D for each macro, T being the type of the
 * operands. Operands are evaluated from left to right; a division by 0 ends the function, as it
 * ends a clause. Needs -fwrapv. */
#ifndef TESTS_DIFFERENTIAL_PRELUDE_H
#define TESTS_DIFFERENTIAL_PRELUDE_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#define JOIN(T, a, b, result) ({ T l = (T)(a); T r = (T)(b); (T)(result); })
#define ARITH(T, op, a, b) JOIN(T, a, b, l op r)
#define COMPARE(T, op, a, b) ({ T l = (T)(a); T r = (T)(b); (int32_t)(l op r); })
#define SIGN(T, op, a) ((T)(op (T)(a)))

#define FAULT() do { print_fault(); return; } while (0)
#define DIVIDE(T, a, b, op, minus_one)                                                             \
	({                                                                                         \
		T l = (T)(a), r = (T)(b);                                                          \
		if (!r)                                                                            \
			FAULT();                                                                   \
		r == (T)-1 && (T)-1 < (T)1 ? (T)(minus_one) : (T)(l op r);                         \
	})
#define DIV(T, a, b) DIVIDE(T, a, b, /, -l)
#define MOD(T, a, b) DIVIDE(T, a, b, %, 0)

/* Of a count the last six bits matter. */
#define SHL(T, a, b) JOIN(T, a, b, (uint64_t)l << (r & 63))
#define SHR(T, a, b)                                                                               \
	JOIN(T, a, b, (T)-1 < (T)1 ? (uint64_t)((int64_t)l >> (r & 63)) : (uint64_t)l >> (r & 63))

#define NOT(T, a) ((T)!(a))
#define AND(T, a, b) ((int32_t)((a) && (b)))
#define OR(T, a, b) ((int32_t)((a) || (b)))
#define XOR(T, a, b) ({ int32_t l = !!(a); int32_t r = !!(b); l ^ r; })
#define COND(T, test, a, b) ((test) ? (T)(a) : (T)(b))
#define CAST(T, a) ((T)(a))
#define COMMA(T, a, b) ({ (void)(a); (T)(b); })

#define ASSIGN(T, v, a) (v = (T)(a))
#define PRE(T, op, v) ((T)(op v))
#define POST(T, op, v) ((T)(v op))

#define PRINT(T, a)                                                                                \
	({                                                                                         \
		T value = (T)(a);                                                                  \
		print_number((T)-1 < (T)1, (uint64_t)value);                                       \
	})

static const char *separator;

static void print_fault(void)
{
	printf("%sDIVZERO", separator);
	separator = ", ";
}

static void print_number(int is_signed, uint64_t value)
{
	printf(is_signed ? "%s%" PRId64 : "%s%" PRIu64, separator, value);
	separator = ", ";
}

#endif
