/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What the files of the parser (parse*.c) share: the cursor over the tokens, and one function for each large thing of the grammar. No other
 * file includes it; parse.h is the parser's door.
 *
 * A function that parses returns NULL or a negative errno when it failed, and has told; p->tok is then somewhere near, and whoever parses a
 * list of statements, members or declarations goes on behind the next ';' or '}' (parser_recover). So one mistake is told once. */
#ifndef RUNTIME_LANG_PARSER_H
#define RUNTIME_LANG_PARSER_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/diag.h"
#include "runtime/lang/ast.h"
#include "runtime/lang/lex.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/type.h"

/* How deep things may stand in each other, and how many operators one expression may have: every later walk over the tree is recursive.
 * A pair of parentheses is two levels. */
#define PARSER_MAX_DEPTH 512
#define PARSER_MAX_OPS 4096

struct parser {
	struct arena *arena;
	struct type_table *types;
	const struct parse_opts *opts;
	struct diag *dg;
	struct lexer lx;
	struct token tok;		/* the current one, not yet consumed */
	const char *prev_end;		/* where the one before it ended */
	int depth;
	int max_errors;
	int n_ops;			/* in the current expression */
	bool has_warned;			/* of clauses in a provider definition, once */
	int source_depth;		/* of texts that the type table's source gave */
	struct provider_names *providers;	/* what parse_provider.c has seen; NULL: nothing */
};

void parser_init(struct parser *p, struct arena *arena, struct type_table *types, const struct source *src,
		 const struct parse_opts *opts, struct diag *dg);

void parser_advance(struct parser *p);
enum token_kind parser_peek(const struct parser *p);	/* the kind of the token after the current one */
bool parser_accept(struct parser *p, enum token_kind kind);	/* consumes it if it is that */
int parser_at(struct parser *p, enum token_kind kind);	/* 0 if it is that, or told. An item of the top level ends so: what follows
							 * its last token may have to be read as a probe description */
int parser_expect(struct parser *p, enum token_kind kind);	/* the same, and consumes it */

/* An identifier's text, in lenient mode also a keyword's; NULL: told. */
const char *parser_expect_name(struct parser *p, const char *what);

/* "syntax error: expected WHAT before THIS" at the current token; -EINVAL. Silent if the token itself was told. */
int parser_expected(struct parser *p, const char *what);

/* One more level; false: too deep, told. Each successful enter needs a leave. */
bool parser_enter(struct parser *p);
void parser_leave(struct parser *p);

/* Does the mode let pass what it does not understand? */
bool parser_is_lenient(const struct parser *p);

/* Were there so many errors that more would not help? */
bool parser_has_given_up(const struct parser *p);

/* Ways to go on, all silent: behind the next ';' or before the '}' that closes the current block; to the last token of an item of the top
 * level, in lenient mode to what stands before a provider; from an opening bracket to behind the closing one; to one of two tokens outside
 * of brackets, or the bracket that closes the current one. */
void parser_recover(struct parser *p);
void parser_skip_item(struct parser *p);
void parser_skip_balanced(struct parser *p);
void parser_skip_to(struct parser *p, enum token_kind one, enum token_kind other);

/* What stands between them is silent; the end tells whether there were errors. */
struct diag *parser_begin_quiet(struct parser *p);
bool parser_end_quiet(struct parser *p, struct diag *loud);

/* The text from start to the end of the previous token: comments dropped, white space as single blanks. */
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
struct node *parser_expr(struct parser *p);		/* with commas */
struct node *parser_assign_expr(struct parser *p);	/* without */
struct node *parser_unary(struct parser *p);
bool parser_count_op(struct parser *p);		/* one more operator in this expression; false: too many, told */
int parser_expr_list(struct parser *p, enum token_kind close, struct node **out);	/* over the closing bracket */
struct node *parser_agg(struct parser *p);
struct node *parser_call(struct parser *p, const char *name, const struct loc *loc);	/* at '(' */
int parser_const(struct parser *p, int64_t *out);	/* a constant expression's value */

/* Types and declarations: parse_type.c, parse_declarator.c, parse_tag.c, parse_lookup.c, parse_decl.c. */
struct specs {
	enum decl_storage storage;
	struct type *type;
	struct loc loc;
	bool is_inline;
};

/* May there be a name, must there, and may it be an associative array? */
enum declarator_form { DECLARATOR_ABSTRACT, DECLARATOR_NAMED, DECLARATOR_EITHER, DECLARATOR_KEYED };

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

bool parser_is_type(const struct parser *p, const struct token *tok);	/* does a type begin with it? Keywords and known typedefs */
int parser_specs(struct parser *p, struct specs *out);
int parser_declarator(struct parser *p, const struct specs *specs, enum declarator_form form, struct declarator *out);
struct type *parser_type_name(struct parser *p);
int parser_param(struct parser *p, struct type_param *out);
int parser_params(struct parser *p, enum token_kind close, struct param_list *out);	/* over the closing bracket */
struct type *parser_tag(struct parser *p);	/* at struct, union or enum */
/* GNU's and C11's ornaments, __attribute__((packed)) and the like, are stepped over one at a time; is_packed may be NULL. */
bool parser_skip_ornament(struct parser *p, bool *is_packed);
bool parser_is_ornament(const struct token *tok);

/* The typedef of that name, asked from the table's source if it is not known yet; NULL: none. */
struct type *parser_find_typedef(struct parser *p, const char *name);
/* If it is a struct, union or enum without a body, or an array of them: asks the source for it. */
void parser_complete(struct parser *p, struct type *type);

/* Items of the top level, added to a list. They end with p->tok at their last token; negative errno: told. */
int parser_declaration(struct parser *p, struct node_list *out);	/* at its first token, as the next three */
int parser_inline(struct parser *p, struct node_list *out);
int parser_translator(struct parser *p, struct node_list *out);
int parser_provider(struct parser *p, struct node_list *out);
int parser_clause(struct parser *p, struct node_list *out);		/* with its first token not yet read */

/* Whole texts in lenient mode: provider definitions, and only declarations. parse_lenient.c */
void parser_definitions(struct parser *p, struct node_list *out);
void parser_declarations(struct parser *p, struct node_list *out);

/* The pragmas found since the last item: those within an item come behind it. */
void parser_take_pragmas(struct parser *p, struct node_list *out);

#endif
