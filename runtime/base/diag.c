/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/base/diag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"

#define MAX_SHOWN 20

/* A line that is longer is no line that a person wrote, and copied for each message it adds up. */
#define MAX_LINE 2000

struct hint {
	struct hint *next;
	const char *text;
};

/* Everything is copied, the line of the source too: the source may be gone when messages are
 * printed. */
struct message {
	enum diag_severity severity;
	enum diag_tag tag;
	struct loc loc;
	const char *text;
	struct hint *hints;
	const char *attached; /* NULL: nothing */
};

struct diag {
	VEC(struct message) messages;
	int n_errors;
	struct arena *texts;
};

struct diag *diag_new(void)
{
	struct diag *dg = xcalloc(1, sizeof(*dg));

	dg->texts = arena_new();
	return dg;
}

void diag_free(struct diag *dg)
{
	if (!dg)
		return;
	vec_fini(&dg->messages);
	arena_free(dg->texts);
	free(dg);
}

/* NULL: too long to be shown. */
static const char *copy_line(struct arena *arena, const char *text)
{
	size_t len = 0;

	while (text[len] && text[len] != '\n' && text[len] != '\r') {
		if (++len > MAX_LINE)
			return NULL;
	}
	return arena_strndup(arena, text, len);
}

static struct loc copy_loc(struct arena *arena, const struct loc *loc)
{
	struct loc copy = { 0 };

	if (!loc || !loc->file)
		return copy;
	copy = *loc;
	copy.file = str_make_plain(arena_strdup(arena, loc->file));
	if (loc->text)
		copy.text = copy_line(arena, loc->text);
	return copy;
}

static struct message *add(struct diag *dg, enum diag_severity severity, const struct loc *loc,
			   enum diag_tag tag, char *text)
{
	struct message *msg = vec_add(&dg->messages);

	msg->severity = severity;
	msg->tag = tag;
	msg->loc = copy_loc(dg->texts, loc);
	msg->text = str_make_plain(text);
	dg->n_errors += severity == DIAG_ERROR;
	return msg;
}

int diag_error(struct diag *dg, const struct loc *loc, enum diag_tag tag, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(dg, DIAG_ERROR, loc, tag, arena_vprintf(dg->texts, fmt, ap));
	va_end(ap);
	return -EINVAL;
}

int diag_errno(struct diag *dg, const struct loc *loc, enum diag_tag tag, int err, const char *fmt,
	       ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(dg->texts, fmt, ap);
	va_end(ap);
	add(dg, DIAG_ERROR, loc, tag, arena_printf(dg->texts, "%s: %s", text, strerror(err)));
	return -err;
}

void diag_warn(struct diag *dg, const struct loc *loc, enum diag_tag tag, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(dg, DIAG_WARNING, loc, tag, arena_vprintf(dg->texts, fmt, ap));
	va_end(ap);
}

static struct message *newest(struct diag *dg)
{
	return dg->messages.len ? &dg->messages.data[dg->messages.len - 1] : NULL;
}

void diag_hint(struct diag *dg, const char *fmt, ...)
{
	struct message *msg = newest(dg);
	struct hint **at;
	va_list ap;

	if (!msg)
		return;
	for (at = &msg->hints; *at; at = &(*at)->next)
		;
	*at = arena_make(dg->texts, struct hint);
	va_start(ap, fmt);
	(*at)->text = str_make_plain(arena_vprintf(dg->texts, fmt, ap));
	va_end(ap);
}

void diag_attach(struct diag *dg, const char *text)
{
	struct message *msg = newest(dg);

	if (msg)
		msg->attached = arena_strdup(dg->texts, text);
}

int diag_n_errors(const struct diag *dg)
{
	return dg->n_errors;
}

int diag_n_warnings(const struct diag *dg)
{
	return (int)dg->messages.len - dg->n_errors;
}

int diag_tag_at(const struct diag *dg, int i)
{
	return i >= 0 && (size_t)i < dg->messages.len ? (int)dg->messages.data[i].tag : -1;
}

const char *diag_first_error(const struct diag *dg)
{
	vec_each(message, &dg->messages)
		if (message->severity == DIAG_ERROR)
			return message->text;
	return NULL;
}

const char *diag_tag_name(enum diag_tag tag)
{
	static const char *const names[] = {
#define DIAG(tag, meaning) #tag,
#include "runtime/base/diag.def"
#undef DIAG
	};

	return tag < DIAG_N_TAGS ? names[tag] : "?";
}

const char *diag_tag_meaning(enum diag_tag tag)
{
	static const char *const meanings[] = {
#define DIAG(tag, meaning) meaning,
#include "runtime/base/diag.def"
#undef DIAG
	};

	return tag < DIAG_N_TAGS ? meanings[tag] : "?";
}

/* "x.d:3:14: error: [D_TAG] text". An error that has no place goes without the word. */
static void print_text(FILE *f, const struct message *msg, const struct diag_style *style)
{
	const struct loc *loc = &msg->loc;

	fprintf(f, "%s: ", style->program);
	if (loc->file)
		fprintf(f, "%s:", loc->file);
	if (loc->file && loc->line)
		fprintf(f, "%u:", loc->line);
	if (loc->file && loc->line && loc->col)
		fprintf(f, "%u:", loc->col);
	if (msg->severity == DIAG_WARNING)
		fprintf(f, "%swarning: ", loc->file ? " " : "");
	else if (loc->file)
		fputs(" error: ", f);
	if (style->show_tags)
		fprintf(f, "[%s] ", diag_tag_name(msg->tag));
	fprintf(f, "%s\n", msg->text);
}

/* Does a character begin at this byte, and not go on? Columns are bytes, a terminal shows
 * characters (UTF-8). */
static bool starts_char(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* The line with its number, and below it the mark. Tabs are repeated, so that the mark stands right
 * at any tab width. */
static void print_source(FILE *f, const struct loc *loc)
{
	const char *p = loc->text;
	const char *from = p + (loc->col ? loc->col - 1 : 0);
	int width = snprintf(NULL, 0, "%3u", loc->line);

	fprintf(f, "%*u | %s\n%*s | ", width, loc->line, loc->text, width, "");
	for (; *p && p < from; p++) {
		if (starts_char(*p))
			fputc(*p == '\t' ? '\t' : ' ', f);
	}
	fputc('^', f);
	for (int i = 1; i < loc->len && *p && p[1]; i++) {
		if (starts_char(*++p))
			fputc('~', f);
	}
	fputc('\n', f);
}

static void print_message(FILE *f, const struct message *msg, const struct diag_style *style)
{
	print_text(f, msg, style);
	if (msg->loc.text && msg->loc.line)
		print_source(f, &msg->loc);
	for (const struct hint *hint = msg->hints; hint; hint = hint->next)
		fprintf(f, "hint: %s\n", hint->text);
	if (msg->attached) {
		size_t len = strlen(msg->attached);

		fputs(msg->attached, f);
		if (len && msg->attached[len - 1] != '\n')
			fputc('\n', f);
	}
}

static void forget(struct diag *dg)
{
	vec_fini(&dg->messages);
	dg->n_errors = 0;
	arena_free(dg->texts);
	dg->texts = arena_new();
}

void diag_print(struct diag *dg, FILE *f, const struct diag_style *style)
{
	int n = 0;

	vec_each(msg, &dg->messages) {
		if (msg->severity == DIAG_WARNING || n++ < MAX_SHOWN)
			print_message(f, msg, style);
	}
	if (n > MAX_SHOWN)
		fprintf(f, "%s: %d more error%s\n", style->program, n - MAX_SHOWN,
			n > MAX_SHOWN + 1 ? "s" : "");
	forget(dg);
}
