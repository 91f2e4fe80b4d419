/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* What operators work on: constants, names, calls, casts, and what is written before or behind an
 * operand. */
#include "runtime/lang/parser.h"

#include "runtime/base/arena.h"

static struct node *int_constant(struct parser *p)
{
	struct node_int *n = node_int(node_new(p->arena, NODE_INT, &p->tok.loc));

	n->value = p->tok.value;
	n->is_unsigned = p->tok.is_unsigned;
	n->is_long = p->tok.is_long;
	n->is_char = p->tok.is_char;
	parser_advance(p);
	return &n->node;
}

static struct node *string_constant(struct parser *p)
{
	struct node_string *n = node_string(node_new(p->arena, NODE_STRING, &p->tok.loc));

	n->text = p->tok.text;
	n->len = p->tok.text_len;
	parser_advance(p);
	return &n->node;
}

static struct node *make_var(struct parser *p, enum var_scope scope, const char *name,
			     const struct loc *loc)
{
	struct node_var *n = node_var(node_new(p->arena, NODE_VAR, loc));

	n->scope = scope;
	n->name = name;
	return &n->node;
}

/* self->x and this->x, x being any word. */
static struct node *scoped_var(struct parser *p)
{
	enum var_scope scope = p->tok.kind == TOKEN_SELF ? SCOPE_SELF : SCOPE_THIS;
	struct loc loc = p->tok.loc;
	const char *name = NULL;

	parser_advance(p);
	if (parser_expect(p, TOKEN_ARROW))
		return NULL;
	if (token_is_word(p->tok.kind))
		name = p->tok.text;
	else
		parser_expected(p, "the name of a variable");
	parser_advance(p);
	return name ? make_var(p, scope, name, &loc) : NULL;
}

/* `symbol, or module`symbol, with the module's name already read, at loc. */
static struct node *symbol(struct parser *p, const char *module, struct loc loc)
{
	const char *name;

	parser_advance(p);
	name = parser_expect_name(p, "the name of a symbol");
	if (!name)
		return NULL;
	if (module)
		name = arena_printf(p->arena, "%s`%s", module, name);
	return make_var(p, SCOPE_SYMBOL, name, &loc);
}

static struct node *make_call(struct parser *p, const char *name, const struct loc *loc,
			      struct node *args)
{
	struct node_call *n = node_call(node_new(p->arena, NODE_CALL, loc));

	n->name = name;
	n->args = args;
	return &n->node;
}

struct node *parser_call(struct parser *p, const char *name, const struct loc *loc)
{
	struct node *args = NULL;

	parser_advance(p);
	if (!parser_accept(p, TOKEN_RPAREN) && parser_expr_list(p, TOKEN_RPAREN, &args))
		return NULL;
	return make_call(p, name, loc, args);
}

static struct node *name_operand(struct parser *p)
{
	const char *name = p->tok.text;
	struct loc loc = p->tok.loc;

	parser_advance(p);
	if (p->tok.kind == TOKEN_LPAREN)
		return parser_call(p, name, &loc);
	if (p->tok.kind == TOKEN_BACKQUOTE)
		return symbol(p, name, loc);
	return make_var(p, SCOPE_GLOBAL, name, &loc);
}

struct node *parser_agg(struct parser *p)
{
	struct node_agg *n = node_agg(node_new(p->arena, NODE_AGG, &p->tok.loc));

	n->name = p->tok.text;
	parser_advance(p);
	if (parser_accept(p, TOKEN_LBRACKET) && parser_expr_list(p, TOKEN_RBRACKET, &n->keys))
		return NULL;
	return &n->node;
}

static struct node *parenthesised(struct parser *p)
{
	struct node *expr;

	parser_advance(p);
	expr = parser_expr(p);
	return expr && !parser_expect(p, TOKEN_RPAREN) ? expr : NULL;
}

/* A keyword may be one. NULL: told. */
static const char *member_name(struct parser *p)
{
	const char *name = p->tok.text;

	if (!token_is_word(p->tok.kind)) {
		parser_expected(p, "the name of a member");
		return NULL;
	}
	parser_advance(p);
	return name;
}

/* a.b.c; NULL: told. */
static const char *member_path(struct parser *p)
{
	const char *path = member_name(p), *name;

	while (path && parser_accept(p, TOKEN_DOT)) {
		name = member_name(p);
		path = name ? arena_printf(p->arena, "%s.%s", path, name) : NULL;
	}
	return path;
}

/* offsetof(type, member), __has_member(type, member) */
static struct node *offset_of(struct parser *p)
{
	struct node_offsetof *n = node_offsetof(node_new(p->arena, NODE_OFFSETOF, &p->tok.loc));

	n->is_question = p->tok.kind == TOKEN_HAS_MEMBER;
	parser_advance(p);
	if (parser_expect(p, TOKEN_LPAREN))
		return NULL;
	n->of = parser_type_name(p);
	if (!n->of || parser_expect(p, TOKEN_COMMA))
		return NULL;
	n->member = member_path(p);
	return n->member && !parser_expect(p, TOKEN_RPAREN) ? &n->node : NULL;
}

/* xlate <type>(x) */
static struct node *translation(struct parser *p)
{
	struct node_xlate *n = node_xlate(node_new(p->arena, NODE_XLATE, &p->tok.loc));

	parser_advance(p);
	if (parser_expect(p, TOKEN_LT))
		return NULL;
	n->to = parser_type_name(p);
	if (!n->to || parser_expect(p, TOKEN_GT) || parser_at(p, TOKEN_LPAREN))
		return NULL;
	n->operand = parenthesised(p);
	return n->operand ? &n->node : NULL;
}

static struct node *no_operand(struct parser *p)
{
	bool is_type = parser_is_type(p, &p->tok);

	parser_expected(p, "an expression");
	if (is_type)
		diag_hint(p->dg, "variables are declared outside of clauses, as in: this int x;");
	return NULL;
}

static struct node *primary(struct parser *p)
{
	if (p->tok.kind == TOKEN_INT)
		return int_constant(p);
	if (p->tok.kind == TOKEN_STRING)
		return string_constant(p);
	if (p->tok.kind == TOKEN_IDENT)
		return name_operand(p);
	if (p->tok.kind == TOKEN_SELF || p->tok.kind == TOKEN_THIS)
		return scoped_var(p);
	if (p->tok.kind == TOKEN_AGG)
		return parser_agg(p);
	if (p->tok.kind == TOKEN_LPAREN)
		return parenthesised(p);
	if (p->tok.kind == TOKEN_BACKQUOTE)
		return symbol(p, NULL, p->tok.loc);
	if (p->tok.kind == TOKEN_OFFSETOF || p->tok.kind == TOKEN_HAS_MEMBER)
		return offset_of(p);
	if (p->tok.kind == TOKEN_XLATE)
		return translation(p);
	return no_operand(p);
}

static struct node *index_of(struct parser *p, struct node *base)
{
	struct node_index *n = node_index(node_new(p->arena, NODE_INDEX, &base->loc));

	n->base = base;
	parser_advance(p);
	return parser_expr_list(p, TOKEN_RBRACKET, &n->keys) ? NULL : &n->node;
}

static struct node *member_of(struct parser *p, struct node *base)
{
	bool is_arrow = p->tok.kind == TOKEN_ARROW;
	struct node_member *n;

	parser_advance(p);
	n = node_member(node_new(p->arena, NODE_MEMBER, &p->tok.loc));
	n->base = base;
	n->is_arrow = is_arrow;
	n->name = member_name(p);
	return n->name ? &n->node : NULL;
}

static struct node *incdec(struct parser *p, const struct token *op, struct node *operand,
			   bool is_prefix)
{
	struct node_incdec *n = node_incdec(node_new(p->arena, NODE_INCDEC, &op->loc));

	n->op = op->kind;
	n->is_prefix = is_prefix;
	n->operand = operand;
	return &n->node;
}

static struct node *postfix_op(struct parser *p, struct node *operand)
{
	const struct token op = p->tok;

	if (!parser_count_op(p))
		return NULL;
	if (op.kind == TOKEN_LBRACKET)
		return index_of(p, operand);
	if (op.kind == TOKEN_DOT || op.kind == TOKEN_ARROW)
		return member_of(p, operand);
	parser_advance(p);
	return incdec(p, &op, operand, false);
}

static bool is_postfix_op(enum token_kind kind)
{
	return kind == TOKEN_LBRACKET || kind == TOKEN_DOT || kind == TOKEN_ARROW ||
	       kind == TOKEN_PLUSPLUS || kind == TOKEN_MINUSMINUS;
}

static struct node *postfix(struct parser *p)
{
	struct node *n = primary(p);

	while (n && is_postfix_op(p->tok.kind))
		n = postfix_op(p, n);
	return n;
}

/* Can only an operand begin so? '-' and '*' may also be operators. */
static bool begins_operand(enum token_kind kind)
{
	return kind == TOKEN_IDENT || kind == TOKEN_INT || kind == TOKEN_STRING ||
	       kind == TOKEN_SELF || kind == TOKEN_THIS || kind == TOKEN_LPAREN ||
	       kind == TOKEN_BANG || kind == TOKEN_TILDE || kind == TOKEN_BACKQUOTE ||
	       kind == TOKEN_SIZEOF || kind == TOKEN_STRINGOF;
}

/* At "(name ...": is it a type in parentheses, though nobody has declared it? It must be if '*'
 * comes before the ')', or if an operand follows. Then the type table's source is asked, or the
 * message says what is wrong. */
static bool looks_like_cast(struct parser *p, bool is_cast)
{
	struct lexer ahead = p->lx;
	struct token tok;
	bool has_star = false;

	ahead.dg = NULL;
	lex_next(&ahead, &tok);
	for (lex_next(&ahead, &tok); tok.kind == TOKEN_STAR; lex_next(&ahead, &tok))
		has_star = true;
	if (tok.kind != TOKEN_RPAREN)
		return false;
	lex_next(&ahead, &tok);
	return has_star || (is_cast && begins_operand(tok.kind));
}

/* Behind the name of a module: "`type *" or "`type )"? With "*)" it can be nothing else, known or
 * not.
 */
static bool is_module_type(struct parser *p, const struct lexer *from, const struct token *module)
{
	struct lexer ahead = *from;
	struct token name, tok, last;

	lex_next(&ahead, &tok);
	if (tok.kind != TOKEN_BACKQUOTE)
		return false;
	lex_next(&ahead, &name);
	lex_next(&ahead, &tok);
	if ((tok.kind != TOKEN_STAR && tok.kind != TOKEN_RPAREN) || name.kind != TOKEN_IDENT)
		return false;
	lex_next(&ahead, &last);
	return (tok.kind == TOKEN_STAR && last.kind == TOKEN_RPAREN) ||
	       parser_find_typedef_in(p, module->text, name.text);
}

/* Is the '(' at hand followed by a type? */
static bool at_type_in_parens(struct parser *p, bool is_cast)
{
	struct lexer ahead = p->lx;
	struct token tok;

	if (p->tok.kind != TOKEN_LPAREN)
		return false;
	ahead.dg = NULL;
	lex_next(&ahead, &tok);
	if (tok.kind != TOKEN_IDENT)
		return tok.kind != TOKEN_SELF && tok.kind != TOKEN_THIS && parser_is_type(p, &tok);
	if (is_module_type(p, &ahead, &tok))
		return true;
	if (!parser_is_type(p, &tok) && (is_cast || !parser_find_typedef(p, tok.text)))
		return looks_like_cast(p, is_cast);
	lex_next(&ahead, &tok);
	if (tok.kind != TOKEN_LPAREN)
		return tok.kind == TOKEN_RPAREN || tok.kind == TOKEN_STAR ||
		       tok.kind == TOKEN_CONST || tok.kind == TOKEN_LBRACKET;
	lex_next(&ahead, &tok);
	return tok.kind == TOKEN_STAR;
}

static struct type *type_in_parens(struct parser *p)
{
	struct type *type;

	parser_advance(p);
	type = parser_type_name(p);
	return type && !parser_expect(p, TOKEN_RPAREN) ? type : NULL;
}

static struct node *cast(struct parser *p)
{
	struct node_cast *n = node_cast(node_new(p->arena, NODE_CAST, &p->tok.loc));

	n->to = type_in_parens(p);
	n->operand = n->to ? parser_unary(p) : NULL;
	return n->operand ? &n->node : NULL;
}

static struct node *size_of(struct parser *p)
{
	struct node_sizeof *n = node_sizeof(node_new(p->arena, NODE_SIZEOF, &p->tok.loc));

	parser_advance(p);
	if (at_type_in_parens(p, false))
		n->of = type_in_parens(p);
	else
		n->operand = parser_unary(p);
	return n->of || n->operand ? &n->node : NULL;
}

static struct node *string_of(struct parser *p)
{
	struct loc loc = p->tok.loc;
	struct node *operand;

	parser_advance(p);
	operand = parser_unary(p);
	return operand ? make_call(p, "stringof", &loc, operand) : NULL;
}

static struct node *prefix_op(struct parser *p)
{
	const struct token op = p->tok;
	struct node_unary *n;
	struct node *operand;

	parser_advance(p);
	operand = parser_unary(p);
	if (!operand)
		return NULL;
	if (op.kind == TOKEN_PLUSPLUS || op.kind == TOKEN_MINUSMINUS)
		return incdec(p, &op, operand, true);
	n = node_unary(node_new(p->arena, NODE_UNARY, &op.loc));
	n->op = op.kind;
	n->operand = operand;
	return &n->node;
}

static bool is_prefix_op(enum token_kind kind)
{
	return kind == TOKEN_MINUS || kind == TOKEN_PLUS || kind == TOKEN_TILDE ||
	       kind == TOKEN_BANG || kind == TOKEN_STAR || kind == TOKEN_AMP ||
	       kind == TOKEN_PLUSPLUS || kind == TOKEN_MINUSMINUS;
}

static struct node *unary(struct parser *p)
{
	if (is_prefix_op(p->tok.kind))
		return prefix_op(p);
	if (p->tok.kind == TOKEN_SIZEOF)
		return size_of(p);
	if (p->tok.kind == TOKEN_STRINGOF)
		return string_of(p);
	if (at_type_in_parens(p, true))
		return cast(p);
	return postfix(p);
}

struct node *parser_unary(struct parser *p)
{
	struct node *n;

	if (!parser_enter(p))
		return NULL;
	n = unary(p);
	parser_leave(p);
	return n;
}
