/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Printing by a parsed format. Integers and strings, which are nearly all there is, go straight
 * into the buffer. */
#include "runtime/output/format.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "runtime/base/str.h"
#include "runtime/output/text.h"

/* Columns of an address. */
#define POINTER_WIDTH 16

/* What the arguments and the conversion's flags come to. */
struct spec {
	uint32_t flags;
	int width, precision;
};

struct printer {
	struct str *out;
	const struct format_env *env;
	const struct format_arg *args;
	uint32_t n_args, next_arg;
	const struct format_agg *aggs;
	uint32_t n_aggs, next_agg;
};

/* Brings what was put behind start to the width that the conversion wants. */
static void align(struct str *out, size_t start, const struct spec *s)
{
	size_t len = out->len - start;
	int pad = s->width - (int)len;

	if (pad <= 0)
		return;
	str_pad(out, ' ', pad);
	if (s->flags & FORMAT_LEFT)
		return;
	memmove(out->data + start + pad, out->data + start, len);
	memset(out->data + start, ' ', (size_t)pad);
}

static void print_text(struct str *out, const struct spec *s, const char *text, size_t len)
{
	if (s->precision >= 0 && (size_t)s->precision < len)
		len = (size_t)s->precision;
	text_field(out, text, len, s->flags & FORMAT_LEFT ? -s->width : s->width);
}

/* Puts a comma before every third digit from the right. */
static const char *group(char buf[2 * TEXT_DIGITS], const char *digits, size_t *len)
{
	char *end = buf + 2 * TEXT_DIGITS, *p = end;

	for (size_t i = 0; i < *len; i++) {
		if (i && i % 3 == 0)
			*--p = ',';
		*--p = digits[*len - 1 - i];
	}
	*len = (size_t)(end - p);
	return p;
}

/* SIGN DIGITS as wide as wanted: blanks, the sign, zeros, the digits, blanks. */
static void print_digits(struct str *out, const struct spec *s, const char *sign,
			 const char *digits, size_t len)
{
	int sign_len = (int)strlen(sign);
	int zeros = s->precision - (int)len;
	int pad;

	if (s->precision < 0 && (s->flags & FORMAT_ZERO) && !(s->flags & FORMAT_LEFT))
		zeros = s->width - sign_len - (int)len;
	if (zeros < 0)
		zeros = 0;
	pad = s->width - sign_len - zeros - (int)len;
	if (!(s->flags & FORMAT_LEFT))
		str_pad(out, ' ', pad);
	str_append(out, sign, (size_t)sign_len);
	str_pad(out, '0', zeros);
	str_append(out, digits, len);
	if (s->flags & FORMAT_LEFT)
		str_pad(out, ' ', pad);
}

static uint64_t as_unsigned(const struct format_arg *arg)
{
	if (arg->size && arg->size < 8)
		return (uint64_t)arg->value & ((UINT64_C(1) << arg->size * 8) - 1);
	return (uint64_t)arg->value;
}

/* An unsigned argument prints as such whatever the verb says. */
static void print_decimal(struct str *out, const struct spec *s, const struct format_arg *arg,
			  bool is_signed)
{
	bool is_negative = is_signed && arg->value < 0;
	uint64_t magnitude = is_negative ? -(uint64_t)arg->value : as_unsigned(arg);
	char buf[TEXT_DIGITS], grouped[2 * TEXT_DIGITS];
	const char *sign = "", *digits;
	size_t len;

	digits = text_digits(buf, magnitude, 10, false, &len);
	if (s->flags & FORMAT_GROUP)
		digits = group(grouped, digits, &len);
	if (is_negative)
		sign = "-";
	else if (is_signed && (s->flags & FORMAT_PLUS))
		sign = "+";
	else if (is_signed && (s->flags & FORMAT_SPACE))
		sign = " ";
	print_digits(out, s, sign, digits, len);
}

static void print_binary(struct str *out, const struct spec *s, const struct format_arg *arg,
			 char verb)
{
	uint64_t value = as_unsigned(arg);
	bool is_octal = verb == 'o', is_upper = verb == 'X';
	const char *sign = "", *digits;
	char buf[TEXT_DIGITS];
	size_t len;

	if ((s->flags & FORMAT_ALT) && value)
		sign = is_octal ? "0" : is_upper ? "0X" : "0x";
	digits = text_digits(buf, value, is_octal ? 8 : 16, is_upper, &len);
	print_digits(out, s, sign, digits, len);
}

static void print_char(struct str *out, const struct spec *s, const struct format_arg *arg,
		       bool is_escaped)
{
	char c = (char)arg->value;
	size_t start = out->len;

	if (is_escaped)
		text_escaped(out, &c, 1);
	else
		str_putc(out, c);
	align(out, start, s);
}

/* ns since 1970 in the local time zone, as strftime(3) has it. */
static void print_time(struct str *out, const struct spec *s, const struct format_arg *arg,
		       const char *strftime_format)
{
	time_t seconds = (time_t)(arg->value / 1000000000);
	char text[64];
	struct tm tm;
	size_t len;

	if (!localtime_r(&seconds, &tm))
		return;
	len = strftime(text, sizeof(text), strftime_format, &tm);
	print_text(out, s, text, len);
}

/* The argument's bytes are those of a float, a double or a long double; an integer's are those of a
 * double. */
static long double float_value(const struct format_arg *arg)
{
	const void *bytes = arg->class == FORMAT_FLOAT ? (const void *)arg->data : &arg->value;
	long double wide = 0;
	double middle;
	float narrow;

	switch (arg->class == FORMAT_FLOAT ? arg->size : sizeof(double)) {
	case sizeof(float):
		memcpy(&narrow, bytes, sizeof(narrow));
		return (long double)narrow;
	case sizeof(double):
		memcpy(&middle, bytes, sizeof(middle));
		return (long double)middle;
	case sizeof(long double):
		memcpy(&wide, bytes, sizeof(wide));
		return wide;
	default:
		return 0;
	}
}

static void print_float(struct str *out, const struct spec *s, const struct format_arg *arg,
			char verb)
{
	char fmt[24], *p = fmt;

	*p++ = '%';
	for (size_t i = 0; i < 5; i++)
		if (s->flags & 1u << i)
			*p++ = "-+ #0"[i];
	memcpy(p, "*.*L", 4);
	p[4] = verb;
	p[5] = '\0';
	_Static_assert(FORMAT_LEFT == 1 && FORMAT_ZERO == 16, "in the order of the text above");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	str_printf(out, fmt, s->width, s->precision, float_value(arg));
#pragma GCC diagnostic pop
}

static void print_symbol(const struct printer *p, const struct spec *s,
			 const struct format_arg *arg, bool is_user)
{
	size_t start = p->out->len;

	if (p->env && p->env->symbol)
		p->env->symbol(p->env->ctx, p->out, arg, is_user);
	else
		print_binary(p->out, &(struct spec){ .flags = FORMAT_ALT, .precision = -1 }, arg,
			     'x');
	align(p->out, start, s);
}

static void print_string(const struct printer *p, const struct spec *s,
			 const struct format_arg *arg, bool is_escaped)
{
	size_t start = p->out->len;

	if (arg->class == FORMAT_SYM) {
		print_symbol(p, s, arg, true);
	} else if (is_escaped) {
		text_escaped(p->out, arg->data, arg->size);
		align(p->out, start, s);
	} else {
		print_text(p->out, s, arg->data, arg->size);
	}
}

/* The verbs are those of format.c's table: nothing else was parsed. */
static void print_value(const struct printer *p, const struct spec *s,
			const struct format_arg *arg, char verb)
{
	switch (verb) {
	case 'd':
	case 'i':
		print_decimal(p->out, s, arg, arg->is_signed);
		return;
	case 'u':
		print_decimal(p->out, s, arg, false);
		return;
	case 's':
	case 'S':
		print_string(p, s, arg, verb == 'S');
		return;
	case 'x':
	case 'X':
	case 'o':
	case 'p':
		print_binary(p->out, s, arg, verb);
		return;
	case 'c':
	case 'C':
		print_char(p->out, s, arg, verb == 'C');
		return;
	case 'Y':
		print_time(p->out, s, arg, "%Y %b %e %H:%M:%S");
		return;
	case 'T':
		print_time(p->out, s, arg, "%a, %d %b %Y %H:%M:%S %Z");
		return;
	case 'a':
	case 'A':
		print_symbol(p, s, arg, verb == 'A');
		return;
	case 'k':
		if (p->env && p->env->stack)
			p->env->stack(p->env->ctx, p->out, arg, s->width);
		return;
	default:
		print_float(p->out, s, arg, verb);
	}
}

static int star(struct printer *p, int otherwise)
{
	if (p->next_arg >= p->n_args)
		return otherwise;
	return (int)p->args[p->next_arg++].value;
}

static struct spec conv_spec(struct printer *p, const struct format_conv *conv)
{
	struct spec s = { conv->flags, conv->width, conv->precision };

	if (s.flags & FORMAT_POINTER_WIDTH)
		s.width = POINTER_WIDTH;
	if (s.flags & FORMAT_STAR_WIDTH)
		s.width = star(p, 0);
	if (s.flags & FORMAT_STAR_PRECISION)
		s.precision = star(p, -1);
	if (s.width < 0) {
		s.flags |= FORMAT_LEFT;
		s.width = s.width == INT32_MIN ? 0 : -s.width;
	}
	if (s.width > FORMAT_MAX_WIDTH)
		s.width = FORMAT_MAX_WIDTH;
	if (s.precision > FORMAT_MAX_WIDTH)
		s.precision = FORMAT_MAX_WIDTH;
	return s;
}

static void print_agg(struct printer *p, const struct spec *s, char verb)
{
	const struct format_agg *agg;

	if (!p->n_aggs)
		return;
	agg = &p->aggs[p->next_agg];
	if (p->next_agg + 1 < p->n_aggs)
		p->next_agg++;
	if (agg->is_number)
		print_value(p, s, &agg->number, verb);
	else
		agg->print(p->out, agg);
}

static void print_conv(struct printer *p, const struct format_conv *conv)
{
	struct spec s;

	str_append(p->out, conv->text, conv->text_len);
	if (!conv->verb)
		return;
	s = conv_spec(p, conv);
	if (conv->flags & FORMAT_AGG)
		print_agg(p, &s, conv->verb);
	else if (p->next_arg < p->n_args)
		print_value(p, &s, &p->args[p->next_arg++], conv->verb);
}

void format_print_aggs(struct str *out, const struct format *fmt, const struct format_env *env,
		       const struct format_arg *args, uint32_t n_args,
		       const struct format_agg *aggs, uint32_t n_aggs)
{
	struct printer p = {
		.out = out,
		.env = env,
		.args = args,
		.n_args = n_args,
		.aggs = aggs,
		.n_aggs = n_aggs,
	};

	for (uint32_t i = 0; i < fmt->n_convs; i++)
		print_conv(&p, &fmt->convs[i]);
}

void format_print(struct str *out, const struct format *fmt, const struct format_env *env,
		  const struct format_arg *args, uint32_t n_args)
{
	format_print_aggs(out, fmt, env, args, n_args, NULL, 0);
}
