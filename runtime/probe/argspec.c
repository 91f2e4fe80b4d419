/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A note's arguments are what the compiler would have put into an instruction, in its assembler's
 * words: [-]N[f]@OPERAND with N bytes, '-' for signed and 'f' for floating point.
 *
 *	AT&T (x86)		AArch64
 *	$5 $-5			5 -5 #5				constant
 *	%eax %r8d %ah		x3 w3 sp			register
 *	-24(%rbp) (%rax)	[sp, 8] [x1]			memory at a register
 *	8(%rax,%rcx,4)		[x0, x1] [x0, x1, lsl 3]	memory at two registers
 *	sym+8(%rip) 8+sym(%rip)	[x0, #:lo12:sym]		a variable of the file
 *
 * The code that surrounds a variable's operand is relocated, the text in the note is not: its
 * symbol is looked up, and where the file may be loaded anywhere the result counts from the site,
 * which moves with it. What only the linker or the thread knows (GOT slots, thread-local storage)
 * cannot be had so. */

#include "runtime/probe/argspec.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "runtime/probe/arch.h"

static const char why_syntax[] = "its operand is not understood";
static const char why_register[] = "it lies in a register that cannot be read";
static const char why_number[] = "a number in it does not fit in 64 bits";
static const char why_thread[] = "it lies in thread-local storage";

/* Where reading stands in one argument. */
struct cursor {
	const char *at, *end;
	const struct argspec_site *site;
	const char *why; /* what went wrong first */
};

/* A displacement: number + at most one symbol. */
struct expr {
	int64_t number;
	const char *symbol;
	size_t symbol_len; /* 0: none */
};

static bool fail(struct cursor *c, const char *why)
{
	if (!c->why)
		c->why = why;
	return false;
}

static char peek(const struct cursor *c)
{
	return c->at < c->end ? *c->at : '\0';
}

static bool is_blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n';
}

static void skip_blanks(struct cursor *c)
{
	while (is_blank(peek(c)))
		c->at++;
}

static bool accept(struct cursor *c, char ch)
{
	skip_blanks(c);
	if (peek(c) != ch)
		return false;
	c->at++;
	return true;
}

static bool expect(struct cursor *c, char ch)
{
	return accept(c, ch) || fail(c, why_syntax);
}

static bool is_name_char(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_' || ch == '.' || ch == '$';
}

/* The name at the cursor; NULL if none begins here. */
static const char *read_name(struct cursor *c, size_t *len)
{
	const char *start = c->at;

	if (isdigit((unsigned char)peek(c)))
		return NULL;
	while (is_name_char(peek(c)))
		c->at++;
	*len = (size_t)(c->at - start);
	return *len ? start : NULL;
}

/* Decimal or 0x: without a sign, wrapping into int64_t as the assembler does. */
static bool read_number(struct cursor *c, int64_t *out)
{
	uint64_t base = 10, value = 0;
	const char *start;

	if (peek(c) == '0' && c->end - c->at > 2 && (c->at[1] | 0x20) == 'x') {
		base = 16;
		c->at += 2;
	}
	for (start = c->at; isxdigit((unsigned char)peek(c)); c->at++) {
		char ch = (char)(peek(c) | 0x20);
		uint64_t digit = (uint64_t)(ch > '9' ? ch - 'a' + 10 : peek(c) - '0');

		if (digit >= base)
			break;
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, digit, &value))
			return fail(c, why_number);
	}
	*out = (int64_t)value;
	return c->at > start || fail(c, why_syntax);
}

/* Sums wrap: they are addresses. */
static int64_t add(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a + (uint64_t)b);
}

static bool read_term(struct cursor *c, bool is_negative, struct expr *out)
{
	int64_t number;

	if (isdigit((unsigned char)peek(c))) {
		if (!read_number(c, &number))
			return false;
		out->number = add(out->number, is_negative ? add(~number, 1) : number);
		return true;
	}
	if (is_negative || out->symbol_len)
		return fail(c, why_syntax);
	out->symbol = read_name(c, &out->symbol_len);
	if (!out->symbol)
		return fail(c, why_syntax);
	if (peek(c) == '@')
		return fail(c, "its address stands in a table of the linker's");
	return true;
}

/* Terms with signs between them. */
static bool read_expr(struct cursor *c, struct expr *out)
{
	*out = (struct expr){ 0 };
	do {
		bool is_negative = accept(c, '-');

		if (!is_negative)
			accept(c, '+');
		skip_blanks(c);
		if (!read_term(c, is_negative, out))
			return false;
		skip_blanks(c);
	} while (peek(c) == '+' || peek(c) == '-');
	return true;
}

/* The symbol's address plus the number, as linked. */
static bool resolve(struct cursor *c, const struct expr *expr, int64_t *out)
{
	char name[256];
	uint64_t address;
	int ret = -ENOENT;

	*out = expr->number;
	if (!expr->symbol_len)
		return true;
	if (expr->symbol_len < sizeof(name) && c->site->find_symbol) {
		memcpy(name, expr->symbol, expr->symbol_len);
		name[expr->symbol_len] = '\0';
		ret = c->site->find_symbol(c->site->ctx, name, &address);
	}
	if (ret == -EEXIST)
		return fail(c, "the file has several variables of its name");
	if (ret == -ENOTSUP)
		return fail(c, why_thread);
	if (ret < 0)
		return fail(c, "the file does not tell where its variable lies");
	*out = add((int64_t)address, expr->number);
	return true;
}

/* An address as linked, in a file that is loaded where it was linked. */
static bool resolve_fixed(struct cursor *c, const struct expr *expr, int64_t *out)
{
	if (expr->symbol_len && !c->site->is_fixed)
		return fail(c, "its address depends on where the file is loaded");
	return resolve(c, expr, out);
}

/* A variable: counted from the site. */
static bool set_variable(struct cursor *c, const struct expr *expr, struct argloc *out)
{
	int64_t address;

	if (!resolve(c, expr, &address))
		return false;
	out->kind = ARGLOC_PCREL;
	out->value = (int64_t)((uint64_t)address - c->site->address);
	return true;
}

static const struct arch_reg *read_reg(struct cursor *c)
{
	const struct arch_reg *reg;
	const char *name;
	size_t len;

	skip_blanks(c);
	name = read_name(c, &len);
	reg = name ? arch_reg_find(c->site->arch, name, len) : NULL;
	if (!reg)
		fail(c, name ? why_register : why_syntax);
	return reg;
}

static bool set_reg(const struct arch_reg *reg, struct argloc *out)
{
	if (reg->number == ARCH_NO_REG) {
		out->kind = ARGLOC_CONST;
		return true;
	}
	out->kind = ARGLOC_REG;
	out->reg = reg->number;
	out->shift = reg->shift;
	if (out->size > reg->size)
		out->size = reg->size;
	return true;
}

/* Registers of an address: whole ones, as wide as an address. */
static const struct arch_reg *read_address_reg(struct cursor *c)
{
	const struct arch_reg *reg = read_reg(c);

	if (reg && (reg->size != c->site->arch->word_size || reg->number == ARCH_NO_REG)) {
		fail(c, "a register of its address is not a whole one");
		return NULL;
	}
	return reg;
}

static bool set_memory(const struct arch_reg *base, const struct arch_reg *index, uint8_t scale,
		       int64_t value, struct argloc *out)
{
	out->kind = index ? ARGLOC_INDEX : ARGLOC_MEM;
	out->reg = base->number;
	out->index = index ? index->number : 0;
	out->scale = index ? scale : 0;
	out->value = value;
	return true;
}

/* AT&T */

static const struct arch_reg *read_att_address_reg(struct cursor *c)
{
	return expect(c, '%') ? read_address_reg(c) : NULL;
}

static bool read_att_scale(struct cursor *c, uint8_t *out)
{
	int64_t scale = 1;

	if (accept(c, ',')) {
		skip_blanks(c);
		if (!read_number(c, &scale))
			return false;
		if (scale != 1 && scale != 2 && scale != 4 && scale != 8)
			return fail(c, why_syntax);
	}
	*out = (uint8_t)scale;
	return true;
}

/* Behind the '(' of a memory operand. */
static bool parse_att_memory(struct cursor *c, const struct expr *disp, struct argloc *out)
{
	const struct arch_reg *base = NULL, *index = NULL;
	uint8_t scale = 1;
	int64_t value;

	skip_blanks(c);
	if (peek(c) != ',' && !(base = read_att_address_reg(c)))
		return false;
	if (accept(c, ',')) {
		index = read_att_address_reg(c);
		if (!index || !read_att_scale(c, &scale))
			return false;
	}
	if (!expect(c, ')'))
		return false;
	if (base && base->number == c->site->arch->pc_reg) {
		if (index || !disp->symbol_len)
			return fail(c, why_syntax);
		return set_variable(c, disp, out);
	}
	if (!resolve_fixed(c, disp, &value))
		return false;
	if (base)
		return set_memory(base, index, scale, value, out);
	return scale == 1 && index ? set_memory(index, NULL, 0, value, out) : fail(c, why_syntax);
}

static bool parse_att_reg(struct cursor *c, struct argloc *out)
{
	const char *start = c->at;
	const struct arch_reg *reg;
	size_t len;

	if (read_name(c, &len) && peek(c) == ':')
		return fail(c, why_thread);
	c->at = start;
	reg = read_reg(c);
	return reg && set_reg(reg, out);
}

static bool parse_att(struct cursor *c, struct argloc *out)
{
	struct expr disp = { 0 };

	if (accept(c, '%'))
		return parse_att_reg(c, out);
	if (accept(c, '$')) {
		out->kind = ARGLOC_CONST;
		return read_expr(c, &disp) && resolve_fixed(c, &disp, &out->value);
	}
	if (peek(c) != '(' && !read_expr(c, &disp))
		return false;
	if (accept(c, '('))
		return parse_att_memory(c, &disp, out);
	if (!c->site->is_fixed)
		return fail(c, "its address depends on where the file is loaded");
	return set_variable(c, &disp, out);
}

/* AArch64 */

/* Behind the comma of [x0, ...: a number, or the low 12 bits of a symbol's address, whose page is
 * in the register. */
static bool parse_a64_displacement(struct cursor *c, int64_t *out)
{
	static const char low_bits[] = ":lo12:";
	const size_t len = sizeof(low_bits) - 1;
	struct expr disp;

	if ((size_t)(c->end - c->at) > len && memcmp(c->at, low_bits, len) == 0) {
		c->at += len;
		if (!read_expr(c, &disp) || !resolve(c, &disp, out))
			return false;
		*out &= 0xfff;
		return true;
	}
	return read_expr(c, &disp) && resolve_fixed(c, &disp, out);
}

/* Behind the comma of [x0, x1, ...: only whole registers may be shifted. */
static bool parse_a64_shift(struct cursor *c, uint8_t *scale)
{
	const char *name;
	size_t len = 0;
	int64_t shift;

	skip_blanks(c);
	name = read_name(c, &len);
	if (!name || len != 3 || memcmp(name, "lsl", 3) != 0)
		return fail(c, why_syntax);
	skip_blanks(c);
	accept(c, '#');
	if (!read_number(c, &shift))
		return false;
	if (shift < 0 || shift > 3)
		return fail(c, why_syntax);
	*scale = (uint8_t)(1 << shift);
	return true;
}

static bool parse_a64_memory(struct cursor *c, struct argloc *out)
{
	const struct arch_reg *base = read_address_reg(c), *index = NULL;
	uint8_t scale = 1;
	int64_t value = 0;

	if (!base)
		return false;
	if (accept(c, ',')) {
		skip_blanks(c);
		if (isalpha((unsigned char)peek(c))) {
			index = read_address_reg(c);
			if (!index || (accept(c, ',') && !parse_a64_shift(c, &scale)))
				return false;
		} else {
			accept(c, '#');
			if (!parse_a64_displacement(c, &value))
				return false;
		}
	}
	return expect(c, ']') && set_memory(base, index, scale, value, out);
}

static bool parse_a64(struct cursor *c, struct argloc *out)
{
	const struct arch_reg *reg;
	struct expr number;

	if (accept(c, '['))
		return parse_a64_memory(c, out);
	if (isalpha((unsigned char)peek(c))) {
		reg = read_reg(c);
		return reg && set_reg(reg, out);
	}
	accept(c, '#');
	out->kind = ARGLOC_CONST;
	return read_expr(c, &number) && resolve_fixed(c, &number, &out->value);
}

/* Both */

/* The part up to '@'. Hand-written notes may leave it out: then it is an unsigned word. */
static bool parse_size(struct cursor *c, struct argloc *out)
{
	struct cursor ahead = *c;
	bool is_signed = accept(&ahead, '-');
	int64_t size;
	bool is_float;

	out->size = c->site->arch->word_size;
	if (!isdigit((unsigned char)peek(&ahead)) || !read_number(&ahead, &size))
		return true;
	is_float = accept(&ahead, 'f');
	if (!accept(&ahead, '@'))
		return true;
	if (size != 1 && size != 2 && size != 4 && size != 8)
		return fail(c, "its size is not 1, 2, 4 or 8 bytes");
	c->at = ahead.at;
	out->size = (uint8_t)size;
	out->is_signed = is_signed;
	out->is_float = is_float;
	return true;
}

/* A constant reads as a variable of its size would: 1@$-1 is 255. */
static int64_t truncate_constant(const struct argloc *loc)
{
	const unsigned int shift = 64 - 8u * loc->size;
	const uint64_t high = (uint64_t)loc->value << shift;

	return loc->is_signed ? (int64_t)high >> shift : (int64_t)(high >> shift);
}

bool argspec_parse_arg(const char *text, size_t len, const struct argspec_site *site,
		       struct argloc *out)
{
	struct cursor c = { .at = text, .end = text + len, .site = site };
	bool is_ok;

	*out = (struct argloc){ 0 };
	is_ok = parse_size(&c, out);
	skip_blanks(&c);
	if (is_ok)
		is_ok = site->arch->syntax == ARCH_SYNTAX_ATT ? parse_att(&c, out)
							      : parse_a64(&c, out);
	skip_blanks(&c);
	if (is_ok && c.at < c.end)
		is_ok = fail(&c, why_syntax);
	if (!is_ok) {
		*out = (struct argloc){ .kind = ARGLOC_NONE,
					.size = out->size,
					.is_signed = out->is_signed,
					.is_float = out->is_float,
					.why = c.why };
		return false;
	}
	if (out->kind == ARGLOC_CONST)
		out->value = truncate_constant(out);
	return true;
}

/* Does a new argument begin here? */
static bool is_arg_start(const char *p)
{
	p += *p == '-';
	if (!isdigit((unsigned char)*p))
		return false;
	while (isdigit((unsigned char)*p))
		p++;
	p += *p == 'f';
	return *p == '@';
}

/* How long the argument at text is. A blank within brackets does not end it, unless what follows is
 * clearly the next one: so an open bracket that is never closed spoils one argument alone. */
static size_t arg_len(const char *text)
{
	const char *p;
	int depth = 0;

	for (p = text; *p; p++) {
		if (*p == '[' || *p == '(')
			depth++;
		else if (*p == ']' || *p == ')')
			depth--;
		else if (is_blank(*p) && (depth <= 0 || is_arg_start(p + 1)))
			break;
	}
	return (size_t)(p - text);
}

uint32_t argspec_parse(const char *text, const struct argspec_site *site, struct argloc *out,
		       uint32_t max)
{
	uint32_t n = 0;

	if (*text == ':')
		return 0;
	for (;;) {
		size_t len;

		while (is_blank(*text))
			text++;
		if (!*text || n == max)
			return n;
		len = arg_len(text);
		argspec_parse_arg(text, len, site, &out[n++]);
		text += len;
	}
}
