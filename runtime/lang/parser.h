/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the files of the parser (parse*.c) share: the cursor over the tokens, and one function for
 * each large thing of the grammar. No other file includes it; parse.h is the parser's door.
 *
 * A function that parses returns NULL or a negative errno when it failed, and has told; p->tok is
 * then somewhere near, and whoever parses a list of statements, members or declarations goes on
 * behind the next ';' or '}' (parser_recover). So one mistake is told once. */
#ifndef RUNTIME_LANG_PARSER_H
#define RUNTIME_LANG_PARSER_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/diag.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/lex.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/type.h"

/* How deep things may stand in each other, and how many operators one expression may have: every
 * later walk over the tree is recursive. A pair of parentheses is two levels. */
#define PARSER_MAX_DEPTH 512
#define PARSER_MAX_OPS 4096

struct parser {
	struct arena *arena;
	struct type_table *types;
	const struct parse_opts *opts;
	struct diag *dg;
	struct lexer lx;
	struct token tok;	/* the current one, not yet consumed */
	const char *prev_end;	/* where the one before it ended */
	int depth;		/* of the parser's own recursion */
	int braces;		/* open at p->tok, in this item of the top level */
	bool is_realigned;	/* an attribute in this struct moves its members */
	int max_errors;		/* when to give up, and */
	int max_warnings;	/* when to be silent */
	int n_ops;		/* in the current expression */
	bool has_warned;	/* of clauses in a provider definition, once */
	bool has_told_end;	/* that something is missing at the end: once, too */
	const char *module;	/* whose the types of this text are; NULL: D's own */
	enum type_space space;	/* of what its pointers point to */
	int source_depth;	/* of texts that the type table's source gave; */
	struct names *asked;	/* what it was asked for; NULL: nothing */
	struct provider_names *providers;	/* seen by parse_provider.c; NULL: none */
};

void parser_init(struct parser *p, struct arena *arena, struct type_table *types,
		 const struct source *src, const struct parse_opts *opts, struct diag *dg);

void parser_advance(struct parser *p);

/* The kind of the token after the current one. */
enum token_kind parser_peek(const struct parser *p);

/* Consumes the token if it is that. */
bool parser_accept(struct parser *p, enum token_kind kind);

/* 0 if the token is that, or told; consumes it, or leaves it. The last one of an item of the top
 * level is left, since what follows may have to be read as a probe description. */
int parser_expect(struct parser *p, enum token_kind kind);
int parser_at(struct parser *p, enum token_kind kind);

/* An identifier's text, in lenient mode also a keyword's; NULL: told. */
const char *parser_expect_name(struct parser *p, const char *what);

/* "syntax error: expected WHAT before THIS" at the current token; -EINVAL. Silent if the token
 * itself was told. */
int parser_expected(struct parser *p, const char *what);

/* A warning, if there were not too many. */
void parser_warn(struct parser *p, const struct loc *loc, enum diag_tag tag, const char *text);

/* One more level; false: too deep, told. Each successful enter needs a leave. */
bool parser_enter(struct parser *p);
void parser_leave(struct parser *p);

/* Does the mode let pass what it does not understand? */
bool parser_is_lenient(const struct parser *p);

/* Were there so many errors that more would not help? */
bool parser_has_given_up(const struct parser *p);

/* Ways to go on, all silent. Behind the next ';', or before the '}' that closes the block: */
void parser_recover(struct parser *p);
/* To the last token of an item of the top level; in lenient mode also to what stands before a
 * provider, however many brackets are open. */
void parser_skip_item(struct parser *p);
/* From an opening bracket to behind the closing one. */
void parser_skip_balanced(struct parser *p);
/* To one of two tokens, a ';', or the bracket that closes the current one. */
void parser_skip_to(struct parser *p, enum token_kind one, enum token_kind other);

/* What stands between them is silent; the end tells whether there were errors. */
struct diag *parser_begin_quiet(struct parser *p);
bool parser_end_quiet(struct parser *p, struct diag *loud);

/* The text from start to the end of the previous token: comments dropped, white space as single
 * blanks. */
const char *parser_text_since(const struct parser *p, const char *start);

/* An array in the arena with room for the n-th element: the same one, or a larger copy. */
void *parser_grow(struct parser *p, void *array, uint32_t n, size_t size);

struct node_list {
	struct node *first, *last;
};

static inline void node_list_add(struct node_list *list, struct node *n)
{
	if (list->first)
		list->last->next = n;
	else
		list->first = n;
	list->last = n;
}

/* Expressions: parse_expr.c, parse_operand.c, parse_const.c. */

/* One more operator in this expression; false: too many, told. Who begins one sets n_ops to 0. */
bool parser_count_op(struct parser *p);

struct node *parser_expr(struct parser *p);		/* with commas */
struct node *parser_assign_expr(struct parser *p);	/* without */
struct node *parser_unary(struct parser *p);

/* One or more with commas between them, and the closing bracket. */
int parser_expr_list(struct parser *p, enum token_kind close, struct node **out);

struct node *parser_agg(struct parser *p);	/* at the TOKEN_AGG */
struct node *parser_call(struct parser *p, const char *name, const struct loc *loc);	/* at '(' */
int parser_const(struct parser *p, int64_t *out);	/* a constant expression's value */

/* Types: parse_type.c, parse_declarator.c, parse_tag.c, parse_lookup.c. */

struct specs {
	enum decl_storage storage;
	struct type *type;
	struct loc loc;
};

/* May there be a name, must there, and may it be an associative array? */
enum declarator_form {
	DECLARATOR_ABSTRACT,
	DECLARATOR_EITHER,
	DECLARATOR_NAMED,
	DECLARATOR_KEYED,
};

struct declarator {
	const char *name;	/* NULL: none */
	struct loc loc;
	struct type *type;
	struct type_param *keys;
	uint32_t n_keys;
};

struct param_list {
	struct type_param *params;
	uint32_t n;
	bool is_varargs;
};

/* Does a type begin with it? Keywords and known typedefs. */
bool parser_is_type(const struct parser *p, const struct token *tok);

int parser_specs(struct parser *p, struct specs *out);
int parser_declarator(struct parser *p, const struct specs *specs, enum declarator_form form,
		      struct declarator *out);
struct type *parser_type_name(struct parser *p);
struct type *parser_tag(struct parser *p);	/* at struct, union or enum */

int parser_param(struct parser *p, struct type_param *out);

/* What attributes of a struct say of its layout. */
struct layout_words {
	bool is_packed;
	uint32_t align;		/* 0: not said */
};

/* GNU's and C11's ornaments, __attribute__((packed)) and the like, are stepped over one at a time.
 * said may be NULL: not those of a struct. */
bool parser_skip_ornament(struct parser *p, struct layout_words *said);
bool parser_is_ornament(const struct token *tok);

/* The typedef of that name in the text's module, or D's; asked from the table's source if it is not
 * known; NULL: none. The first one does not ask. */
struct type *parser_known_typedef(const struct parser *p, const char *name);
struct type *parser_find_typedef(struct parser *p, const char *name);
struct type *parser_find_typedef_in(struct parser *p, const char *module, const char *name);

/* If it is a struct, union or enum without a body, or an array of them: asks the source for it. */
void parser_complete(struct parser *p, struct type *type);

/* Items of the top level, added to a list: parse_decl.c, parse_provider.c, parse_clause.c. They end
 * with p->tok at their last token. A clause begins with its first token not yet read. */
int parser_declaration(struct parser *p, struct node_list *out);
int parser_inline(struct parser *p, struct node_list *out);
int parser_translator(struct parser *p, struct node_list *out);
int parser_provider(struct parser *p, struct node_list *out);
int parser_clause(struct parser *p, struct node_list *out);

/* Whole texts in lenient mode: provider definitions; only declarations. parse_lenient.c */
void parser_definitions(struct parser *p, struct node_list *out);
void parser_declarations(struct parser *p, struct node_list *out);

/* Before the first token of an item. */
void parser_begin_item(struct parser *p);

/* The pragmas found since the last item: those within an item come behind it. */
void parser_take_pragmas(struct parser *p, struct node_list *out);

#endif
