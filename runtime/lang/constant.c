/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/constant.h"

static uint64_t divide(uint64_t a, uint64_t b, bool is_signed)
{
	if (!is_signed)
		return a / b;
	return b == UINT64_MAX ? -a : (uint64_t)((int64_t)a / (int64_t)b);
}

static uint64_t modulo(uint64_t a, uint64_t b, bool is_signed)
{
	if (!is_signed)
		return a % b;
	return b == UINT64_MAX ? 0 : (uint64_t)((int64_t)a % (int64_t)b);
}

static bool is_less(uint64_t a, uint64_t b, bool is_signed)
{
	return is_signed ? (int64_t)a < (int64_t)b : a < b;
}

/* A case is a line, so the switch may be long. */
bool constant_binary(enum token_kind op, uint64_t a, uint64_t b, bool is_signed, uint64_t *out)
{
	switch ((unsigned int)op) {
	case TOKEN_PLUS:	*out = a + b; return true;
	case TOKEN_MINUS:	*out = a - b; return true;
	case TOKEN_STAR:	*out = a * b; return true;
	case TOKEN_SLASH:	*out = divide(a, b, is_signed); return true;
	case TOKEN_PERCENT:	*out = modulo(a, b, is_signed); return true;
	case TOKEN_AMP:		*out = a & b; return true;
	case TOKEN_PIPE:	*out = a | b; return true;
	case TOKEN_CARET:	*out = a ^ b; return true;
	case TOKEN_SHL:		*out = a << (b & 63); return true;
	case TOKEN_SHR:		*out = is_signed ? (uint64_t)((int64_t)a >> (b & 63))
						 : a >> (b & 63); return true;
	case TOKEN_EQ:		*out = a == b; return true;
	case TOKEN_NE:		*out = a != b; return true;
	case TOKEN_LT:		*out = is_less(a, b, is_signed); return true;
	case TOKEN_LE:		*out = !is_less(b, a, is_signed); return true;
	case TOKEN_GT:		*out = is_less(b, a, is_signed); return true;
	case TOKEN_GE:		*out = !is_less(a, b, is_signed); return true;
	case TOKEN_ANDAND:	*out = a && b; return true;
	case TOKEN_OROR:	*out = a || b; return true;
	case TOKEN_XORXOR:	*out = !a != !b; return true;
	}
	return false;
}
