/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* An instruction is: prefixes, an opcode of one of several maps, and what the opcode asks for: a
 * ModRM byte with its SIB byte and displacement, and an immediate value. So one letter for each
 * opcode tells its length:
 *
 *	.  nothing more			m  ModRM
 *	b  1 byte			M  ModRM and 1 byte
 *	z  2 or 4 bytes, by prefix	Z  ModRM and 2 or 4 bytes
 *	w  2 bytes			v  as z, or 8 bytes
 *	j  displacement of a jump	e  3 bytes (enter)
 *	o  an address			f  a far address
 *	t  M if it is a test, else m	T  Z if it is a test, else m
 *	p  a prefix			*  the way to another map
 *	x  no instruction
 *
 * What differs between 64-bit and 32-bit code is told by invalid_in_64 and in the functions. A
 * library would do the same with ten thousand lines, names of operands included; this is checked
 * against objdump by tests/unit/probe/decode_test.c. */

#include "runtime/probe/decode.h"

#include <string.h>

/* No instruction is longer. */
#define MAX_SIZE 15

static const char one_byte[] = "mmmmbz..mmmmbz.*" /* 00 */
			       "mmmmbz..mmmmbz.." /* 10 */
			       "mmmmbzp.mmmmbzp." /* 20 */
			       "mmmmbzp.mmmmbzp." /* 30 */
			       "................" /* 40 */
			       "................" /* 50 */
			       "..*mppppzZbM...." /* 60 */
			       "bbbbbbbbbbbbbbbb" /* 70 */
			       "MZMMmmmmmmmmmmm*" /* 80 */
			       "..........f....." /* 90 */
			       "oooo....bz......" /* a0 */
			       "bbbbbbbbvvvvvvvv" /* b0 */
			       "MMw.**MZe.w..b.." /* c0 */
			       "mmmmbbx.mmmmmmmm" /* d0 */
			       "bbbbbbbbjjfb...." /* e0 */
			       "p.pp..tT......mm"; /* f0 */

static const char invalid_in_64[] = "\x06\x07\x0e\x16\x17\x1e\x1f\x27\x2f\x37\x3f\x60\x61\x82\x9a"
				    "\xce\xd4\xd5\xea";

/* Behind 0f. */
static const char two_byte[] = "mmmmx.....x.xm.M" /* 00 */
			       "mmmmmmmmmmmmmmmm" /* 10 */
			       "bbbbxxxxmmmmmmmm" /* 20 */
			       "......x.*x*xxxxx" /* 30 */
			       "mmmmmmmmmmmmmmmm" /* 40 */
			       "mmmmmmmmmmmmmmmm" /* 50 */
			       "mmmmmmmmmmmmmmmm" /* 60 */
			       "MMMMmmm.mmxxmmmm" /* 70 */
			       "jjjjjjjjjjjjjjjj" /* 80 */
			       "mmmmmmmmmmmmmmmm" /* 90 */
			       "...mMmmm...mMmmm" /* a0 */
			       "mmmmmmmmmmMmmmmm" /* b0 */
			       "mmMmMMMm........" /* c0 */
			       "mmmmmmmmmmmmmmmm" /* d0 */
			       "mmmmmmmmmmmmmmmm" /* e0 */
			       "mmmmmmmmmmmmmmmm"; /* f0 */

enum { MAP_ONE = 0, MAP_0F, MAP_0F38, MAP_0F3A, MAP_XOP8 = 8, MAP_XOP9, MAP_XOPA };

/* One instruction on its way. */
struct x86 {
	const uint8_t *bytes;
	size_t n, at;
	bool is_64;
	bool has_66, has_67, has_lock_or_segment, has_rep, is_vector;
	uint8_t rex;
	uint8_t map, opcode;
	uint8_t modrm, sib; /* 0 if there is none */
};

/* The next byte; 0 past the end, which check_end() finds. */
static uint8_t next(struct x86 *x)
{
	uint8_t byte = x->at < x->n ? x->bytes[x->at] : 0;

	x->at++;
	return byte;
}

static uint8_t peek(const struct x86 *x, size_t ahead)
{
	return x->at + ahead < x->n ? x->bytes[x->at + ahead] : 0;
}

static bool is_prefix(const struct x86 *x, uint8_t byte)
{
	return x->map == MAP_ONE && one_byte[byte] == 'p';
}

/* A REX prefix counts only right before the opcode. */
static void take_prefixes(struct x86 *x)
{
	while (is_prefix(x, peek(x, 0)) && x->at < MAX_SIZE) {
		uint8_t byte = next(x);

		x->has_66 |= byte == 0x66;
		x->has_67 |= byte == 0x67;
		x->has_rep |= byte == 0xf2 || byte == 0xf3;
		x->has_lock_or_segment |= byte == 0xf0 || byte == 0x26 || byte == 0x2e ||
					  byte == 0x36 || byte == 0x3e;
	}
	if (x->is_64 && peek(x, 0) >> 4 == 4)
		x->rex = next(x);
}

/* c5: map and all in one byte; c4: the map in the first of two; 62: in the first of three. In
 * 32-bit code these are other instructions unless what would be their ModRM names a register. */
static bool take_vector_prefix(struct x86 *x, uint8_t byte)
{
	const uint8_t first = next(x);
	const size_t more = byte == 0xc5 ? 0 : byte == 0x62 ? 2 : 1;

	x->is_vector = true;
	x->map = byte == 0xc5 ? MAP_0F : first & (byte == 0x62 ? 7 : 31);
	x->at += more;
	x->opcode = next(x);
	if (byte == 0x62)
		return !(first & 8) && x->map >= MAP_0F && x->map != 4 && x->map != 7;
	return x->map >= MAP_0F && x->map <= MAP_0F3A;
}

/* 8f is `pop' with a ModRM, or AMD's way to three maps. */
static bool take_xop_prefix(struct x86 *x)
{
	x->is_vector = true;
	x->map = next(x) & 31;
	x->at++;
	x->opcode = next(x);
	return x->map >= MAP_XOP8 && x->map <= MAP_XOPA;
}

static bool take_0f(struct x86 *x)
{
	x->map = MAP_0F;
	x->opcode = next(x);
	if (x->opcode != 0x38 && x->opcode != 0x3a)
		return true;
	x->map = x->opcode == 0x38 ? MAP_0F38 : MAP_0F3A;
	x->opcode = next(x);
	return true;
}

static bool take_opcode(struct x86 *x)
{
	const uint8_t byte = next(x);

	x->opcode = byte;
	if (byte == 0x0f)
		return take_0f(x);
	if ((byte == 0xc4 || byte == 0xc5 || byte == 0x62) && (x->is_64 || peek(x, 0) >= 0xc0))
		return take_vector_prefix(x, byte);
	if (byte == 0x8f && peek(x, 0) & 0x18)
		return (peek(x, 0) & 31) >= MAP_XOP8 && take_xop_prefix(x);
	return !x->is_64 || !byte || !strchr(invalid_in_64, byte);
}

static char vector_letter(const struct x86 *x)
{
	static const char with_byte[] = "\x70\x71\x72\x73\xc2\xc4\xc5\xc6";

	if (x->map == MAP_0F && x->opcode == 0x77)
		return '.';
	if (x->map == MAP_XOPA)
		return 'D';
	if (x->map == MAP_0F3A || x->map == MAP_XOP8)
		return 'M';
	return x->map == MAP_0F && x->opcode && strchr(with_byte, x->opcode) ? 'M' : 'm';
}

static char letter_of(const struct x86 *x)
{
	if (x->is_vector)
		return vector_letter(x);
	if (x->map == MAP_0F38)
		return 'm';
	if (x->map == MAP_0F3A)
		return 'M';
	if (x->map == MAP_0F)
		return x->opcode == 0x78 && (x->has_66 || x->has_rep) ? 'W' : two_byte[x->opcode];
	return one_byte[x->opcode] == '*' ? 'm' : one_byte[x->opcode];
}

/* ModRM, SIB, displacement. 16-bit addresses, which nobody uses, have no SIB. */
static void take_modrm(struct x86 *x)
{
	const uint8_t modrm = next(x), mod = modrm >> 6, rm = modrm & 7;
	const bool is_16 = x->has_67 && !x->is_64;
	uint8_t base = rm;

	x->modrm = modrm;
	if (mod == 3)
		return;
	if (is_16) {
		x->at += mod == 1 ? 1 : mod == 2 || rm == 6 ? 2 : 0;
		return;
	}
	if (rm == 4) {
		x->sib = next(x);
		base = x->sib & 7;
	}
	if (mod == 1)
		x->at += 1;
	else if (mod == 2 || base == 5)
		x->at += 4;
}

static size_t word(const struct x86 *x)
{
	return x->has_66 && !(x->rex & 8) ? 2 : 4;
}

static size_t address_size(const struct x86 *x)
{
	if (x->is_64)
		return x->has_67 ? 4 : 8;
	return x->has_67 ? 2 : 4;
}

/* The displacement of a jump with prefix 66: Intel reads 4 bytes in 64-bit code, AMD 2. */
static bool take_jump(struct x86 *x)
{
	if (x->is_64 && word(x) == 2)
		return false;
	x->at += word(x);
	return true;
}

static bool take_operands(struct x86 *x, char letter)
{
	const bool has_modrm = strchr("mMZtTDW", letter);

	if (has_modrm)
		take_modrm(x);
	if (letter == 't' || letter == 'T')
		letter = x->modrm & 0x30 ? 'm' : letter == 't' ? 'M' : 'Z';
	switch (letter) {
	case 'b':
	case 'M':
		x->at += 1;
		return true;
	case 'w':
	case 'W':
		x->at += 2;
		return true;
	case 'e':
		x->at += 3;
		return true;
	case 'D':
		x->at += 4;
		return true;
	case 'z':
	case 'Z':
		x->at += word(x);
		return true;
	case 'v':
		x->at += x->rex & 8 ? 8 : word(x);
		return true;
	case 'o':
		x->at += address_size(x);
		return true;
	case 'f':
		x->at += word(x) + 2;
		return true;
	case 'j':
		return take_jump(x);
	default:
		return letter != 'x' && letter != 'p';
	}
}

/* What the kernel does. */

static bool is_one(const struct x86 *x, uint8_t first, uint8_t last)
{
	return !x->is_vector && x->map == MAP_ONE && x->opcode >= first && x->opcode <= last;
}

static bool is_0f(const struct x86 *x, uint8_t first, uint8_t last)
{
	return !x->is_vector && x->map == MAP_0F && x->opcode >= first && x->opcode <= last;
}

static bool is_nop(const struct x86 *x)
{
	if (x->rex || x->has_67 || x->has_rep)
		return false;
	return is_one(x, 0x90, 0x90) || (is_0f(x, 0x1f, 0x1f) && !(x->modrm & 0x38));
}

static bool is_branch(const struct x86 *x)
{
	return is_one(x, 0xe8, 0xe9) || is_one(x, 0xeb, 0xeb) || is_one(x, 0x70, 0x7f) ||
	       is_0f(x, 0x80, 0x8f);
}

/* A push of a register with no prefix but the one that names r8 to r15. */
static bool is_plain_push(const struct x86 *x)
{
	return is_one(x, 0x50, 0x57) && x->at <= 2 && (x->at == 1 || x->rex == 0x41);
}

/* Of a vector instruction the kernel looks at the opcode alone, as if it were one of those of one
 * byte. What it then takes for an instruction that user code may not execute it refuses; but what
 * it takes for a jump or a nop it emulates as such, so that the program goes on with wrong data or
 * somewhere else. Tried with Linux 6.18. */
static bool is_mistaken(const struct x86 *x)
{
	static const char refused[] =
		"\x06\x07\x0e\x16\x17\x1e\x1f\x26\x27\x2e\x2f\x36\x37\x3e\x3f\x60\x61\x62\x6c"
		"\x6d\x6e\x6f\x82\x9a\xcc\xcd\xce\xcf\xd4\xd5\xd6\xe4\xe5\xe6\xe7\xea\xec\xed"
		"\xee\xef\xf0\xf1\xf4\xfa\xfb";
	static const char emulated[] = "\x90\xe8\xe9\xeb";
	const uint8_t op = x->opcode;

	return x->is_vector && op && (strchr(refused, op) || strchr(emulated, op) || op >> 4 == 7);
}

/* XOP, and FMA4 among the VEX instructions of the third map. */
static bool is_of_amd(const struct x86 *x)
{
	const uint8_t op = x->opcode;

	if (!x->is_vector || x->map < MAP_0F3A)
		return false;
	return x->map >= MAP_XOP8 || op == 0x48 || op == 0x49 || (op & 0xfc) == 0x5c ||
	       (op & 0xe8) == 0x68;
}

/* Those that user code may not execute, and those that break when they are executed elsewhere or
 * one at a time: system calls, after which a new thread would go on in the kernel's copy of the
 * instruction; pushf, which would save the flag by which the processor is stepped. */
static const char *refusal(const struct x86 *x)
{
	if (x->has_lock_or_segment)
		return "the kernel takes no instruction with such a prefix";
	if (is_0f(x, 0x05, 0x05) || is_0f(x, 0x34, 0x34) || is_one(x, 0xcd, 0xcd))
		return "it is a system call";
	if (is_of_amd(x))
		return "the kernel does not know AMD's own instructions";
	if (is_mistaken(x))
		return "the kernel takes it for another instruction";
	if (is_one(x, 0x9c, 0x9c))
		return "it saves the flags, which single-stepping changes";
	if (is_one(x, 0xcc, 0xcc) || is_one(x, 0xf1, 0xf1))
		return "it is a breakpoint";
	if (is_one(x, 0x6c, 0x6f) || is_one(x, 0xe4, 0xe7) || is_one(x, 0xec, 0xef) ||
	    is_one(x, 0xf4, 0xf4) || is_one(x, 0xfa, 0xfb) || is_one(x, 0xcf, 0xcf))
		return "it is privileged";
	if (is_branch(x) && x->has_66)
		return "the kernel takes no jump with such a prefix";
	return NULL;
}

static enum arch_exec exec_of(const struct x86 *x)
{
	if (is_one(x, 0x90, 0x90) && x->at == 1)
		return ARCH_EXEC_EMULATED;
	if (is_nop(x))
		return x->at == 5 ? ARCH_EXEC_NOP5 : ARCH_EXEC_NOP;
	if (is_branch(x) || is_plain_push(x))
		return ARCH_EXEC_EMULATED;
	return ARCH_EXEC_STEPPED;
}

/* A table is an array of addresses with an index; a pointer to a function lies anywhere else. */
static enum arch_flow flow_of_indirect(const struct x86 *x)
{
	const uint8_t mod = x->modrm >> 6, rm = x->modrm & 7;

	if ((x->modrm & 0x38) != 0x20)
		return ARCH_FLOW_ON;
	if (mod == 3)
		return ARCH_FLOW_COMPUTED;
	return rm == 4 && (x->sib & 0x38) != 0x20 ? ARCH_FLOW_TABLE : ARCH_FLOW_LEAVE;
}

static enum arch_flow flow_of(const struct x86 *x)
{
	if (is_one(x, 0xc2, 0xc3))
		return ARCH_FLOW_RETURN;
	if (is_one(x, 0xe9, 0xe9) || is_one(x, 0xeb, 0xeb))
		return ARCH_FLOW_JUMP;
	if (is_one(x, 0x70, 0x7f) || is_0f(x, 0x80, 0x8f) || is_one(x, 0xe0, 0xe3))
		return ARCH_FLOW_BRANCH;
	return is_one(x, 0xff, 0xff) ? flow_of_indirect(x) : ARCH_FLOW_ON;
}

/* Relative to the instruction. */
static int64_t target_of(const struct x86 *x)
{
	const bool is_short = is_one(x, 0x70, 0x7f) || is_one(x, 0xeb, 0xeb) ||
			      is_one(x, 0xe0, 0xe3);
	int32_t far;

	if (is_short)
		return (int64_t)x->at + (int8_t)x->bytes[x->at - 1];
	if (word(x) != 4)
		return 0;
	memcpy(&far, &x->bytes[x->at - 4], sizeof(far));
	return (int64_t)x->at + far;
}

static bool decode(struct x86 *x, struct arch_insn *out)
{
	take_prefixes(x);
	if (!take_opcode(x) || !take_operands(x, letter_of(x)) || x->at > x->n || x->at > MAX_SIZE)
		return false;
	*out = (struct arch_insn){
		.size = (uint8_t)x->at,
		.exec = exec_of(x),
		.flow = flow_of(x),
		.is_nop = is_nop(x),
		.is_add = (is_one(x, 0x01, 0x01) || is_one(x, 0x03, 0x03)) && x->modrm >= 0xc0,
		.why = refusal(x),
	};
	if (out->why)
		out->exec = ARCH_EXEC_REFUSED;
	if (out->flow == ARCH_FLOW_JUMP || out->flow == ARCH_FLOW_BRANCH)
		out->target = target_of(x);
	return true;
}

bool x86_64_decode(const uint8_t *bytes, size_t n, struct arch_insn *out)
{
	struct x86 x = { .bytes = bytes, .n = n, .is_64 = true };

	return decode(&x, out);
}

bool x86_32_decode(const uint8_t *bytes, size_t n, struct arch_insn *out)
{
	struct x86 x = { .bytes = bytes, .n = n };

	return decode(&x, out);
}
