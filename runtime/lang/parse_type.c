/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What stands before a declarator: storage, qualifiers, and the words of the type. */
#include "runtime/lang/parser.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/str.h"

/* The words of an arithmetic type in the order in which C's name for it has them. */
static const enum token_kind words[] = {
	TOKEN_SIGNED, TOKEN_UNSIGNED, TOKEN_LONG, TOKEN_SHORT, TOKEN_CHAR,
	TOKEN_INT_KW, TOKEN_FLOAT,    TOKEN_DOUBLE, TOKEN_BOOL,
};

enum { W_SIGNED, W_UNSIGNED, W_LONG, W_SHORT, W_CHAR, W_INT, W_FLOAT, W_DOUBLE, W_BOOL, N_WORDS };

#define MAX_ALIGN 4096u

struct words {
	unsigned int counts[N_WORDS];
	unsigned int n;
	bool is_const;
};

static int word_index(enum token_kind kind)
{
	for (int i = 0; i < N_WORDS; i++) {
		if (words[i] == kind)
			return i;
	}
	return -1;
}

bool parser_is_type(const struct parser *p, const struct token *tok)
{
	if (tok->kind == TOKEN_IDENT)
		return parser_known_typedef(p, tok->text);
	return tok->kind == TOKEN_SELF || tok->kind == TOKEN_THIS ||
	       (tok->kind >= TOKEN_KW_STRING && tok->kind < TOKEN_N_KINDS);
}

/* In C "int" is left out beside other words or added where only the sign stands, and "signed" says
 * something with char alone. */
static void normalise(struct words *w)
{
	bool has_length = w->counts[W_LONG] || w->counts[W_SHORT];
	bool has_base = w->counts[W_CHAR] || w->counts[W_FLOAT] || w->counts[W_DOUBLE] ||
			w->counts[W_BOOL];

	if (w->counts[W_INT] == 1 && has_length)
		w->counts[W_INT] = 0;
	else if (!w->counts[W_INT] && !has_length && !has_base)
		w->counts[W_INT] = 1;
	if (w->counts[W_SIGNED] == 1 && !has_base && !w->counts[W_UNSIGNED])
		w->counts[W_SIGNED] = 0;
}

static struct type *arithmetic_type(struct parser *p, struct words *w, const struct loc *loc)
{
	auto_str struct str name = { 0 };
	struct type *type;

	normalise(w);
	for (int i = 0; i < N_WORDS; i++) {
		for (unsigned int k = 0; k < w->counts[i] && k < 3; k++)
			str_printf(&name, "%s%s", name.len ? " " : "",
				   token_info(words[i])->spelling);
	}
	type = type_c_int(p->types, str_text(&name));
	if (!type)
		diag_error(p->dg, loc, D_DECL_BAD, "'%s' is not a type", str_text(&name));
	return type;
}

/* At the backquote behind the name of a module. */
static struct type *module_type(struct parser *p, const char *module)
{
	struct type *type;
	struct token name;

	parser_advance(p);
	name = p->tok;
	if (!parser_expect_name(p, "the name of a type"))
		return NULL;
	type = parser_find_typedef_in(p, module, name.text);
	if (!type)
		diag_error(p->dg, &name.loc, D_TYPE_UNDEF, "%s has no type '%s'", module,
			   name.text);
	return type;
}

/* An identifier where a type must stand, or one of a module: libfoo`point_t. */
static struct type *named_type(struct parser *p)
{
	struct token name = p->tok;
	struct type *type;

	parser_advance(p);
	if (p->tok.kind == TOKEN_BACKQUOTE)
		return module_type(p, name.text);
	type = parser_find_typedef(p, name.text);
	if (!type && parser_is_lenient(p))
		return type_opaque(p->types, name.text);
	if (!type)
		diag_error(p->dg, &name.loc, D_TYPE_UNDEF, "unknown type name '%s'", name.text);
	return type;
}

static bool set_storage(struct parser *p, struct specs *out)
{
	static const struct {
		enum token_kind kind;
		enum decl_storage storage;
	} rows[] = {
		{ TOKEN_TYPEDEF, DECL_TYPEDEF }, { TOKEN_EXTERN, DECL_EXTERN },
		{ TOKEN_STATIC, DECL_STATIC },   { TOKEN_SELF, DECL_SELF },
		{ TOKEN_THIS, DECL_THIS },       { TOKEN_REGISTER, DECL_NONE },
		{ TOKEN_AUTO, DECL_NONE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].kind == p->tok.kind) {
			out->storage = rows[i].storage;
			return true;
		}
	}
	return false;
}

/* In C "userland" is nothing special: "int userland;" is a member. */
static bool is_c_name(const struct parser *p, bool has_type)
{
	static const enum token_kind behind[] = {
		TOKEN_SEMI, TOKEN_COMMA, TOKEN_COLON, TOKEN_LBRACKET, TOKEN_LPAREN, TOKEN_RPAREN,
	};

	if (!parser_is_lenient(p) || !has_type)
		return false;
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++)
		if (parser_peek(p) == behind[i])
			return true;
	return false;
}

static bool is_qualifier(const struct parser *p, bool has_type)
{
	enum token_kind kind = p->tok.kind;

	if (kind == TOKEN_USERLAND)
		return !is_c_name(p, has_type);
	return kind == TOKEN_CONST || kind == TOKEN_VOLATILE || kind == TOKEN_RESTRICT;
}

/* C's "inline", which says nothing about the type. */
static bool is_c_inline(const struct parser *p)
{
	return p->tok.kind == TOKEN_INLINE && parser_is_lenient(p);
}

/* One word that is not the type itself. False: the current token is none. */
static bool modifier(struct parser *p, struct specs *out, struct words *w)
{
	bool has_type = out->type || w->n;
	int word = word_index(p->tok.kind);

	if (is_qualifier(p, has_type))
		w->is_const |= p->tok.kind == TOKEN_CONST;
	else if (word >= 0 && !out->type)
		w->n += ++w->counts[word] > 0;
	else if (p->tok.kind == TOKEN_IDENT)
		return parser_skip_ornament(p, NULL);
	else if (has_type || (!set_storage(p, out) && !is_c_inline(p)))
		return false;
	parser_advance(p);
	return true;
}

/* The type, where it is not made of words. 0: there was none here. */
static int whole_type(struct parser *p, struct specs *out)
{
	enum token_kind kind = p->tok.kind;

	if (kind == TOKEN_VOID || kind == TOKEN_KW_STRING) {
		out->type = kind == TOKEN_VOID ? type_void(p->types) : type_string(p->types);
		parser_advance(p);
	} else if (kind == TOKEN_STRUCT || kind == TOKEN_UNION || kind == TOKEN_ENUM) {
		out->type = parser_tag(p);
		return out->type ? 1 : -EINVAL;
	} else if (kind == TOKEN_IDENT) {
		out->type = named_type(p);
		return out->type ? 1 : -EINVAL;
	}
	return out->type != NULL;
}

int parser_specs(struct parser *p, struct specs *out)
{
	struct words w = { 0 };

	*out = (struct specs) { .loc = p->tok.loc };
	for (;;) {
		int found;

		if (modifier(p, out, &w))
			continue;
		if (out->type || w.n)
			break;
		found = whole_type(p, out);
		if (found < 0)
			return found;
		if (!found)
			return parser_expected(p, "a type");
	}
	if (w.n)
		out->type = arithmetic_type(p, &w, &out->loc);
	if (!out->type)
		return -EINVAL;
	if (w.is_const)
		out->type = type_const(p->types, out->type);
	return 0;
}

struct type *parser_type_name(struct parser *p)
{
	struct declarator d;
	struct specs specs;

	if (parser_specs(p, &specs) || parser_declarator(p, &specs, DECLARATOR_ABSTRACT, &d))
		return NULL;
	return d.type;
}

/* Words that compilers' headers are full of. Some take something in parentheses. */
static const struct ornament {
	const char *name;
	bool has_parens;
} ornaments[] = {
	{ "__attribute__", true },   { "__attribute", true },   { "__asm__", true },
	{ "__asm", true },           { "asm", true },           { "__declspec", true },
	{ "_Alignas", true },        { "alignas", true },       { "__extension__", false },
	{ "__restrict", false },     { "__restrict__", false }, { "__inline", false },
	{ "__inline__", false },     { "__const", false },      { "__const__", false },
	{ "__volatile__", false },   { "__volatile", false },   { "__signed__", false },
	{ "_Noreturn", false },      { "_Thread_local", false }, { "__thread", false },
	{ "_Nonnull", false },       { "_Nullable", false },
};

static const struct ornament *find_ornament(const struct token *tok)
{
	if (tok->kind != TOKEN_IDENT)
		return NULL;
	for (size_t i = 0; i < sizeof(ornaments) / sizeof(ornaments[0]); i++) {
		if (!strcmp(ornaments[i].name, tok->text))
			return &ornaments[i];
	}
	return NULL;
}

/* Where what was parsed since start has the word; NULL: it does not. */
static const char *mentions(const struct parser *p, const char *start, const char *word)
{
	return memmem(start, (size_t)(p->prev_end - start), word, strlen(word));
}

/* aligned(8), between start and the current token; 0: no such number is there. */
static uint32_t alignment(const struct parser *p, const char *start)
{
	const char *word = mentions(p, start, "aligned"), *open, *end;
	unsigned long n;

	open = word ? memchr(word, '(', (size_t)(p->prev_end - word)) : NULL;
	if (!open)
		return 0;
	n = strtoul(open + 1, (char **)&end, 10);
	return *end == ')' && n && n <= MAX_ALIGN && !(n & (n - 1)) ? (uint32_t)n : 0;
}

bool parser_skip_ornament(struct parser *p, struct layout_words *said)
{
	const struct ornament *ornament = find_ornament(&p->tok);
	const char *start = p->tok.start;
	uint32_t align;

	if (!ornament)
		return false;
	parser_advance(p);
	if (ornament->has_parens && p->tok.kind == TOKEN_LPAREN)
		parser_skip_balanced(p);
	if (said && mentions(p, start, "packed"))
		said->is_packed = true;
	align = said ? alignment(p, start) : 0;
	if (align > 1 && align > said->align)
		said->align = align;
	if ((mentions(p, start, "lign") && !align) || mentions(p, start, "vector_size"))
		p->is_realigned = true;
	return true;
}

bool parser_is_ornament(const struct token *tok)
{
	return find_ornament(tok);
}
