/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The syntax tree of D. One struct for each kind of node (node.def), all beginning with struct
 * node; node_<struct>() casts and checks. The parser fills what is written; what check adds is
 * marked so. Nodes live in the compilation's arena and never die alone. */
#ifndef RUNTIME_LANG_AST_H
#define RUNTIME_LANG_AST_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/diag.h"
#include "runtime/lang/token.h"

struct arena;
struct builtin;
struct str;
struct symbol;
struct type;
struct type_param;

enum node_kind {
#define NODE(kind, name, meaning) NODE_##kind,
#include "runtime/lang/node.def"
#undef NODE
};

struct node {
	enum node_kind kind;
	struct loc loc;
	/* in the list it stands in: statements, arguments, keys, top level */
	struct node *next;
	struct type *type;	/* check: of an expression; NULL for what has no value */
};

struct node_int {
	struct node node;
	uint64_t value;
	/* written with u, or in hexadecimal or octal beyond the signed range */
	bool is_unsigned;
	bool is_long;		/* written with l or ll */
	bool is_char;		/* written 'c' */
};

struct node_string {
	struct node node;
	const char *text;	/* escapes resolved; may hold NULs */
	size_t len;
};

enum var_scope { SCOPE_GLOBAL, SCOPE_SELF, SCOPE_THIS, SCOPE_SYMBOL /* `symbol */ };

struct node_var {
	struct node node;
	enum var_scope scope;
	const char *name;
	struct symbol *symbol;			/* check: one of these two */
	const struct builtin *builtin;
};

struct node_agg {
	struct node node;
	const char *name;	/* without the @; "" for the anonymous one */
	struct node *keys;
	struct symbol *symbol;	/* check */
};

struct node_index {
	struct node node;
	/* NODE_VAR for an associative array or args[]/uregs[]/fds[], else an array or a pointer */
	struct node *base;
	struct node *keys;	/* a list; exactly one for arrays and pointers */
	bool is_assoc;		/* check: base names an associative array */
};

struct node_member {
	struct node node;
	struct node *base;
	const char *name;
	bool is_arrow;
	uint32_t offset;			/* check */
	uint16_t bit_offset, bit_size;		/* check: as in struct type_member */
};

struct node_call {
	struct node node;
	const char *name;
	struct node *args;
	const struct builtin *builtin;	/* check */
	/* check: what the builtin's own check made (a parsed format), in the arena */
	void *info;
};

struct node_unary {
	struct node node;
	/* TOKEN_MINUS TOKEN_PLUS TOKEN_TILDE TOKEN_BANG TOKEN_STAR TOKEN_AMP */
	enum token_kind op;
	struct node *operand;
};

struct node_incdec {
	struct node node;
	enum token_kind op;	/* TOKEN_PLUSPLUS TOKEN_MINUSMINUS */
	bool is_prefix;
	struct node *operand;
};

struct node_binary {
	struct node node;
	enum token_kind op;	/* arithmetic, comparison, logic (&& || ^^), TOKEN_COMMA */
	struct node *left, *right;
};

struct node_assign {
	struct node node;
	enum token_kind op;	/* TOKEN_ASSIGN, or the operator of op=: TOKEN_PLUS for += */
	struct node *left, *right;
};

struct node_cond {
	struct node node;
	struct node *test, *yes, *no;
};

struct node_cast {
	struct node node;
	struct type *to;
	struct node *operand;
	/* check made it: a conversion on assignment, of arguments and of operands */
	bool is_implicit;
};

struct node_sizeof {
	struct node node;
	struct type *of;	/* NULL: of the operand's type */
	struct node *operand;
};

struct node_offsetof {
	struct node node;
	struct type *of;
	const char *member;	/* or a path: "a.b" */
	bool is_question;	/* __has_member */
};

struct node_xlate {
	struct node node;
	struct type *to;
	struct node *operand;
	/* check: an assignment that is done first; the operand is what it assigns to. NULL: none */
	struct node *setup;
	/* check: a value is made, as a whole, by these NODE_ASSIGN to NODE_MEMBER without a base */
	bool is_whole;
	struct node *members;
};

struct node_expr_stmt {
	struct node node;
	struct node *expr;	/* NULL: the empty statement */
};

struct node_agg_stmt {
	struct node node;
	struct node_agg *agg;
	struct node_call *func;	/* count(), quantize(x) ... */
};

struct node_if {
	struct node node;
	struct node *test, *yes, *no;	/* lists of statements; no may be NULL */
};

/* One probe description as written; the fields are not yet matched with anything. */
struct probe_spec {
	const char *text;	/* "syscall::open*:entry" */
	struct loc loc;
	struct probe_spec *next;
};

struct node_clause {
	struct node node;
	struct probe_spec *probes;
	struct node *predicate;		/* NULL: none */
	struct node *body;		/* statements */
	/* false: no braces at all. The default action is also that of empty braces */
	bool has_body;
	uint32_t index;			/* check: position among the clauses of the session */
};

enum decl_storage { DECL_NONE, DECL_EXTERN, DECL_STATIC, DECL_TYPEDEF, DECL_SELF, DECL_THIS };

struct node_decl {
	struct node node;
	enum decl_storage storage;
	const char *name;		/* NULL: only a type was declared */
	struct type *decl_type;
	struct type_param *keys;	/* an associative array's: int x[string, int] */
	uint32_t n_keys;
};

struct node_inline {
	struct node node;
	const char *name;
	struct type *decl_type;
	struct type_param *keys;
	uint32_t n_keys;
	struct node *value;
};

struct probe_decl {
	const char *name;		/* as written: gc__start */
	struct loc loc;
	struct type_param *args;	/* what the application passes */
	uint32_t n_args;
	struct type_param *mapped;	/* the list after ':'; == args when there is none */
	uint32_t n_mapped;
	bool has_mapping;
	struct probe_decl *next;
};

struct node_provider {
	struct node node;
	const char *name;		/* as written */
	struct probe_decl *probes;
};

struct node_translator {
	struct node node;
	struct type *out, *in;
	const char *param;
	struct node *members;		/* NODE_ASSIGN with a NODE_VAR on the left */
};

struct node_pragma {
	struct node node;
	const char *words[8];		/* after "#pragma": "D", "option", "quiet" */
	uint32_t n_words;
	const char *text;		/* the rest of the line after the first two words */
};

#define NODE(kind_, name, meaning)                                                                 \
	static inline struct node_##name *node_##name(const struct node *n)                       \
	{                                                                                          \
		assert(n->kind == NODE_##kind_);                                                   \
		return (struct node_##name *)n;                                                    \
	}
#include "runtime/lang/node.def"
#undef NODE

/* A zeroed node of the kind's struct: node_binary(node_new(arena, NODE_BINARY, &loc)). */
struct node *node_new(struct arena *arena, enum node_kind kind, const struct loc *loc);
const char *node_kind_name(enum node_kind kind);

/* With the same children, and in no list. */
struct node *node_copy(struct arena *arena, const struct node *n);

/* Calls fn for each direct child in the order of writing; stops at the first result other than 0
 * and returns it. */
int node_each_child(const struct node *n, int (*fn)(struct node *child, void *ctx), void *ctx);

/* Puts what fn returns, which is in no list, in the place of each direct child. */
void node_replace_children(struct node *n, struct node *(*fn)(const struct node *child, void *ctx),
			   void *ctx);

/* The tree as indented text, types included once they are known. */
void node_dump(struct str *out, const struct node *n);

#endif
