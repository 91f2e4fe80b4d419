/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Reading formats. A conversion is % FLAGS WIDTH .PRECISION SIZE VERB, but as D has it, flags may
 * stand behind the width too: "%@16d" and "%16@d" are the same. Sizes (l, h ...) mean nothing,
 * since D knows the sizes of its values. */
#include "runtime/output/format.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/vec.h"

struct reader {
	const char *text, *end, *p;
	const struct loc *loc;
	struct diag *dg;
	VEC(struct format_conv) convs;
	bool is_printa, has_agg;
};

/* Which classes of arguments a verb prints. */
#define INT (1u << FORMAT_INT)
#define PTR (1u << FORMAT_PTR)
#define FLOAT (1u << FORMAT_FLOAT)
#define STRING (1u << FORMAT_STRING)
#define STACK (1u << FORMAT_STACK)
#define SYM (1u << FORMAT_SYM)

static const struct verb {
	char letter;
	unsigned classes;
	const char *wants;	/* for messages */
} verbs[] = {
	{ 'd', INT, "an integer" },
	{ 'i', INT, "an integer" },
	{ 'u', INT, "an integer" },
	{ 'x', INT, "an integer" },
	{ 'X', INT, "an integer" },
	{ 'o', INT, "an integer" },
	{ 'c', INT, "a character" },
	{ 'C', INT, "a character" },
	{ 'p', INT | PTR, "a pointer" },
	{ 's', STRING | SYM, "a string" },
	{ 'S', STRING, "a string" },
	{ 'a', INT | PTR | SYM, "an address" },
	{ 'A', INT | PTR | SYM, "an address" },
	{ 'k', STACK, "a stack" },
	{ 'Y', INT, "a time in nanoseconds" },
	{ 'T', INT, "a time in nanoseconds" },
	{ 'e', INT | FLOAT, "a floating-point number" },
	{ 'E', INT | FLOAT, "a floating-point number" },
	{ 'f', INT | FLOAT, "a floating-point number" },
	{ 'g', INT | FLOAT, "a floating-point number" },
	{ 'G', INT | FLOAT, "a floating-point number" },
};

#undef INT
#undef PTR
#undef FLOAT
#undef STRING
#undef STACK
#undef SYM

static const struct verb *verb_find(char letter)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (verbs[i].letter == letter)
			return &verbs[i];
	return NULL;
}

/* Characters of the script that one character of the string's value is written with. */
static size_t written_len(const char *p)
{
	size_t len = 2;

	if (*p != '\\' || !p[1])
		return 1;
	if (p[1] == 'x') {
		while (strchr("0123456789abcdefABCDEF", p[len]) && p[len])
			len++;
	} else if (p[1] >= '0' && p[1] <= '7') {
		while (len < 4 && p[len] >= '0' && p[len] <= '7')
			len++;
	}
	return len;
}

/* The place in the script of [from, to) of the format, if the script shows it. */
static struct loc locate(const struct reader *r, const char *from, const char *to)
{
	struct loc loc = r->loc ? *r->loc : (struct loc){ 0 };
	const char *quote, *p;
	const char *at[2] = { from, to };
	uint16_t cols[2];

	if (!loc.text || !loc.col || strnlen(loc.text, loc.col) < loc.col ||
	    loc.text[loc.col - 1] != '"')
		return loc;
	quote = loc.text + loc.col - 1;
	for (int i = 0; i < 2; i++) {
		p = quote + 1;
		for (const char *t = r->text; t < at[i] && *p && *p != '\n'; t++)
			p += written_len(p);
		cols[i] = (uint16_t)(p - loc.text + 1);
	}
	loc.col = cols[0];
	loc.len = (uint16_t)(cols[1] - cols[0]);
	return loc;
}

static int bad(const struct reader *r, const char *from, const char *what)
{
	const char *to = r->p < r->end ? r->p + 1 : r->end;
	struct loc loc = locate(r, from, to);

	return diag_error(r->dg, r->loc ? &loc : NULL, D_PRINTF_FMT,
			  "conversion #%zu, %.*s: %s", r->convs.len + 1, (int)(to - from), from,
			  what);
}

static int read_number(struct reader *r, const char *from, int *out)
{
	int value = 0;

	for (; r->p < r->end && *r->p >= '0' && *r->p <= '9'; r->p++) {
		value = value * 10 + (*r->p - '0');
		if (value > FORMAT_MAX_WIDTH)
			return bad(r, from, "the width or the precision is too large");
	}
	*out = value;
	return 0;
}

static int read_precision(struct reader *r, const char *from, struct format_conv *conv)
{
	r->p++;
	if (r->p < r->end && *r->p == '*') {
		conv->flags |= FORMAT_STAR_PRECISION;
		r->p++;
		return 0;
	}
	return read_number(r, from, &conv->precision);
}

static int read_width(struct reader *r, const char *from, struct format_conv *conv)
{
	int err = read_number(r, from, &conv->width);

	if (!err && r->p < r->end && *r->p == '$')
		return bad(r, from, "numbered arguments are not part of D");
	return err;
}

static uint32_t flag_of(char c)
{
	switch (c) {
	case '-':
		return FORMAT_LEFT;
	case '+':
		return FORMAT_PLUS;
	case ' ':
		return FORMAT_SPACE;
	case '#':
		return FORMAT_ALT;
	case '0':
		return FORMAT_ZERO;
	case '\'':
		return FORMAT_GROUP;
	case '?':
		return FORMAT_POINTER_WIDTH;
	case '@':
		return FORMAT_AGG;
	case '*':
		return FORMAT_STAR_WIDTH;
	default:
		return 0;
	}
}

/* Flags, width and precision in any order. */
static int read_flags(struct reader *r, const char *from, struct format_conv *conv)
{
	int err = 0;

	while (!err && r->p < r->end) {
		if (*r->p == '.') {
			err = read_precision(r, from, conv);
		} else if (*r->p >= '1' && *r->p <= '9') {
			err = read_width(r, from, conv);
		} else if (flag_of(*r->p)) {
			conv->flags |= flag_of(*r->p);
			r->p++;
		} else {
			break;
		}
	}
	return err;
}

static int read_conv(struct reader *r, struct format_conv *conv)
{
	const char *from = r->p++;
	int err;

	conv->precision = -1;
	err = read_flags(r, from, conv);
	if (err)
		return err;
	while (r->p < r->end && *r->p && strchr("hlLjzqt", *r->p))
		r->p++;
	if (r->p == r->end)
		return bad(r, from, "the format ends inside it");
	if (!verb_find(*r->p))
		return bad(r, from, "there is no such conversion");
	if ((conv->flags & FORMAT_AGG) && !r->is_printa)
		return bad(r, from, "only printa() prints aggregations");
	if ((conv->flags & FORMAT_AGG) && strchr("sSkeEfgG", *r->p))
		return bad(r, from, "an aggregation is printed as an integer: %@d");
	conv->verb = *r->p++;
	conv->loc = locate(r, from, r->p);
	r->has_agg |= (conv->flags & FORMAT_AGG) != 0;
	return 0;
}

static int read_format(struct reader *r)
{
	while (r->p < r->end) {
		struct format_conv conv = { .text = r->p };
		int err;

		while (r->p < r->end && *r->p != '%')
			r->p++;
		conv.text_len = (uint32_t)(r->p - conv.text);
		if (r->end - r->p >= 2 && r->p[1] == '%') {
			/* The first % ends the text, and both are passed. */
			conv.text_len++;
			r->p += 2;
		} else if (r->p < r->end) {
			err = read_conv(r, &conv);
			if (err)
				return err;
		}
		vec_push(&r->convs, conv);
	}
	return 0;
}

struct format *format_parse(const char *text, size_t len, const struct loc *loc, bool is_printa,
			    struct diag *dg)
{
	char *copy = xcalloc(len + 1, 1);
	struct reader r = {
		.text = copy,
		.end = copy + len,
		.p = copy,
		.loc = loc,
		.dg = dg,
		.is_printa = is_printa,
	};
	struct format *fmt;

	memcpy(copy, text, len);
	if (!len)
		diag_error(dg, loc, D_PRINTF_FMT, "the format is empty");
	if (!len || read_format(&r)) {
		vec_fini(&r.convs);
		free(copy);
		return NULL;
	}
	fmt = xcalloc(1, sizeof(*fmt));
	fmt->convs = r.convs.data;
	fmt->n_convs = (uint32_t)r.convs.len;
	fmt->text = copy;
	fmt->is_printa = is_printa;
	fmt->has_agg = r.has_agg;
	return fmt;
}

void format_free(struct format *fmt)
{
	if (!fmt)
		return;
	free(fmt->convs);
	free(fmt->text);
	free(fmt);
}

/* Walks over the arguments while they are checked. */
struct checker {
	const struct format *fmt;
	const char *func;
	const struct format_type *args;
	uint32_t n_args, next;
	struct diag *dg;
};

static int check_missing(struct checker *c, const struct format_conv *conv, const char *what)
{
	if (c->next < c->n_args)
		return 0;
	return diag_error(c->dg, conv->loc.file ? &conv->loc : NULL, D_PRINTF_ARG,
			  "%s(): conversion #%td (%%%c) has no %s to print", c->func,
			  conv - c->fmt->convs + 1, conv->verb, what);
}

static int check_star(struct checker *c, const struct format_conv *conv, const char *what)
{
	const struct format_type *arg = &c->args[c->next];
	int err;

	err = check_missing(c, conv, what);
	if (err)
		return err;
	c->next++;
	if (arg->class == FORMAT_INT)
		return 0;
	return diag_error(c->dg, arg->loc, D_PRINTF_ARG,
			  "%s(): the %s of %%%c must be an integer, but argument #%u is of type %s",
			  c->func, what, conv->verb, c->next, arg->name);
}

static int check_value(struct checker *c, const struct format_conv *conv)
{
	const struct verb *verb = verb_find(conv->verb);
	const struct format_type *arg = &c->args[c->next];
	int err;

	err = check_missing(c, conv, c->fmt->is_printa ? "key" : "argument");
	if (err)
		return err;
	c->next++;
	if ((verb->classes & 1u << arg->class) &&
	    (!strchr("eEfgG", conv->verb) || arg->class == FORMAT_FLOAT || arg->size == 8))
		return 0;
	err = diag_error(c->dg, arg->loc ? arg->loc : conv->loc.file ? &conv->loc : NULL,
			 D_PRINTF_ARG, "%s(): %%%c prints %s, but %s #%u is of type %s", c->func,
			 conv->verb, verb->wants, c->fmt->is_printa ? "key" : "argument", c->next,
			 arg->name);
	if (strchr("sS", conv->verb) && arg->class == FORMAT_PTR)
		diag_hint(c->dg, "copyinstr() or stringof() makes a string of a pointer");
	else if (arg->class == FORMAT_PTR)
		diag_hint(c->dg, "%%p prints pointers");
	return err;
}

static int check_conv(struct checker *c, const struct format_conv *conv)
{
	int err = 0;

	if (!conv->verb)
		return 0;
	if (conv->flags & FORMAT_STAR_WIDTH)
		err = check_star(c, conv, "width");
	if (!err && (conv->flags & FORMAT_STAR_PRECISION))
		err = check_star(c, conv, "precision");
	if (!err && !(conv->flags & FORMAT_AGG))
		err = check_value(c, conv);
	return err;
}

/* Keys may be left out at the end; a value that would be recorded and not shown is a mistake. */
static int check_extra(struct checker *c)
{
	if (c->fmt->is_printa || c->next == c->n_args)
		return 0;
	return diag_error(c->dg, c->args[c->next].loc, D_PRINTF_ARG,
			  "%s(): the format prints only %u of %u arguments", c->func, c->next,
			  c->n_args);
}

int format_check(const struct format *fmt, const char *func, const struct format_type *args,
		 uint32_t n_args, struct diag *dg)
{
	struct checker c = { fmt, func, args, n_args, 0, dg };

	for (uint32_t i = 0; i < fmt->n_convs; i++) {
		int err = check_conv(&c, &fmt->convs[i]);

		if (err)
			return err;
	}
	return check_extra(&c);
}
