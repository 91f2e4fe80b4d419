/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Lines that begin with '#': pragmas, line markers of the C preprocessor, and what is ignored. */
#include "runtime/lang/lex.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/parse.h"

#define N_WORDS (sizeof(((struct node_pragma *)0)->words) / sizeof(const char *))

struct line {
	const char *at, *end;
	struct loc loc;		/* of the whole line */
};

static void skip_spaces(struct line *ln)
{
	while (ln->at < ln->end && isspace((unsigned char)*ln->at))
		ln->at++;
}

/* The next word, copied; NULL: there is none. */
static const char *next_word(struct lexer *lx, struct line *ln)
{
	const char *start;

	skip_spaces(ln);
	start = ln->at;
	while (ln->at < ln->end && !isspace((unsigned char)*ln->at))
		ln->at++;
	return ln->at > start ? arena_strndup(lx->arena, start, (size_t)(ln->at - start)) : NULL;
}

/* N "file" flags; the line is the number of the next one. False: it is not that. */
static bool line_marker(struct lexer *lx, struct line *ln)
{
	const char *quote;
	unsigned long number;
	char *after;

	skip_spaces(ln);
	if (!isdigit((unsigned char)*ln->at))
		return false;
	number = strtoul(ln->at, &after, 10);
	ln->at = after;
	skip_spaces(ln);
	if (ln->at < ln->end && *ln->at != '"')
		return false;
	if (ln->at < ln->end) {
		quote = memchr(ln->at + 1, '"', (size_t)(ln->end - ln->at - 1));
		if (!quote)
			return false;
		lx->file = arena_strndup(lx->arena, ln->at + 1, (size_t)(quote - ln->at - 1));
	}
	lx->line = (uint32_t)number - 1;
	return true;
}

/* #pragma D KEYWORD: those that D has. min counts the words behind the keyword. */
static const struct pragma {
	const char *name;
	uint32_t min;
	const char *usage;
} pragmas[] = {
	{ "attributes", 2, "#pragma D attributes <attributes> <identifier>" },
	{ "binding", 2, "#pragma D binding <version> <identifier>" },
	{ "depends_on", 2, "#pragma D depends_on <class> <name>" },
	{ "error", 0, "#pragma D error <text>" },
	{ "option", 1, "#pragma D option <option>[=<value>]" },
};

static const struct pragma *find_pragma(const char *name)
{
	for (size_t i = 0; i < sizeof(pragmas) / sizeof(pragmas[0]); i++) {
		if (!strcmp(pragmas[i].name, name))
			return &pragmas[i];
	}
	return NULL;
}

static bool check_pragma(struct lexer *lx, const struct node_pragma *pragma)
{
	const char *keyword = pragma->n_words > 1 ? pragma->words[1] : NULL;
	const struct pragma *known = keyword ? find_pragma(keyword) : NULL;
	const struct loc *loc = &pragma->node.loc;

	if (!keyword)
		lex_error(lx, loc, D_PRAGMA, "#pragma D says nothing");
	else if (!known)
		lex_error(lx, loc, D_PRAGMA, "#pragma D %s is not known", keyword);
	else if (pragma->n_words - 2 < known->min)
		lex_error(lx, loc, D_PRAGMA, "malformed #pragma: %s", known->usage);
	else if (!strcmp(keyword, "error"))
		lex_error(lx, loc, D_PRAGERR, "#error: %s", pragma->text);
	else
		return true;
	return false;
}

static void add_pragma(struct lexer *lx, struct node_pragma *pragma)
{
	struct node *n = &pragma->node;

	if (lx->pragmas)
		lx->last_pragma->next = n;
	else
		lx->pragmas = n;
	lx->last_pragma = n;
	if (lx->opts->pragma)
		lx->opts->pragma(lx->opts->pragma_ctx, pragma);
}

/* Only pragmas of D's own are kept; others are for somebody else. */
static void pragma(struct lexer *lx, struct line *ln)
{
	struct node_pragma *n = node_pragma(node_new(lx->arena, NODE_PRAGMA, &ln->loc));

	while (n->n_words < N_WORDS && (n->words[n->n_words] = next_word(lx, ln))) {
		n->n_words++;
		if (n->n_words == 2) {
			skip_spaces(ln);
			n->text = arena_strndup(lx->arena, ln->at, (size_t)(ln->end - ln->at));
		}
	}
	if (n->n_words && !strcmp(n->words[0], "D") &&
	    (lx->opts->mode == PARSE_PROVIDER ? n->n_words > 1 : check_pragma(lx, n)))
		add_pragma(lx, n);
}

static bool is_ignored(const struct lexer *lx, const char *word)
{
	return !word || !strcmp(word, "ident") || lx->opts->mode == PARSE_PROVIDER;
}

static void directive(struct lexer *lx, struct line *ln)
{
	const char *word = next_word(lx, ln);

	if (word && !strcmp(word, "pragma")) {
		pragma(lx, ln);
	} else if (word && !strcmp(word, "line") && line_marker(lx, ln)) {
		return;
	} else if (word && !strcmp(word, "error") && lx->opts->mode != PARSE_PROVIDER) {
		skip_spaces(ln);
		lex_error(lx, &ln->loc, D_PRAGERR, "#error: %.*s", (int)(ln->end - ln->at), ln->at);
	} else if (!is_ignored(lx, word)) {
		lex_error(lx, &ln->loc, D_PRAGCTL_INVAL, "invalid control directive: #%s", word);
		lex_hint(lx, "-C runs the C preprocessor first, on scripts (-s)");
	}
}

static const char *line_end(const struct lexer *lx)
{
	const char *end = memchr(lx->at, '\n', (size_t)(lx->end - lx->at));

	if (!end)
		return lx->end;
	return end > lx->at && end[-1] == '\r' ? end - 1 : end;
}

static void skip_line(struct lexer *lx, const char *end)
{
	lx->at = end;
	while (end < lx->end && lx->at[-1] == '\\') {
		lx->at += *lx->at == '\r';
		lex_newline(lx);
		end = line_end(lx);
		lx->at = end;
	}
}

void lex_control(struct lexer *lx)
{
	struct line ln = { .at = lx->at + 1, .end = line_end(lx) };
	bool is_first = lx->line == 1 && lx->at == lx->line_text;

	ln.loc = lex_loc(lx, lx->at, (size_t)(ln.end - lx->at));
	if (!(is_first && *ln.at == '!') && !line_marker(lx, &ln)) {
		ln.at = lx->at + 1;
		directive(lx, &ln);
	}
	skip_line(lx, ln.end);
}
