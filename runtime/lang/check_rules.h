/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The checker's inside: the rules that its files apply to one another's nodes. Each rule takes a
 * node whose children are not checked yet, may replace it through its second argument, and
 * returns 0 or what diag_error() returned. A rule whose child is in error says no more. */
#ifndef RUNTIME_LANG_CHECK_RULES_H
#define RUNTIME_LANG_CHECK_RULES_H

#include "runtime/lang/builtin.h"
#include "runtime/lang/check.h"
#include "runtime/lang/scope.h"

/* What an expression is used for, where it matters. */
enum use {
	USE_VALUE,
	USE_KEY,	/* of an aggregation: stacks and symbols may stand here */
	USE_ARG,	/* of a builtin that takes any value: the same, and aggregations */
	USE_BASE,	/* before a "." or "->": a part may be enough */
	USE_STMT,	/* for its effect: actions may stand here */
	USE_ARM,	/* of ?: with a test that is not constant: no place for an action */
};

/* check.c: the dispatcher. Keeps (*expr)->next. */
int check_use(struct check *ck, struct node **expr, enum use use);

/* check_var.c */
int check_var(struct check *ck, struct node **expr);
struct symbol *find_symbol(struct check *ck, const struct node_var *var);
struct symbol *add_symbol(struct check *ck, const struct node_var *var);
bool is_fixed_name(struct check *ck, const struct node_var *var);	/* an inline or a builtin */
/* The same, or a constant. */
bool is_known_name(struct check *ck, const struct node_var *var);
const struct symbol *find_inline(struct check *ck, const struct node_var *var);
const char *suggest_builtin(struct check *ck, const char *name, bool is_var);
const char *var_text(struct check *ck, const struct node_var *var);	/* "self->x" */

/* check_keys.c: associative arrays and the keys of aggregations. */
int check_index(struct check *ck, struct node **expr);
int check_keys(struct check *ck, struct symbol *sym, const struct loc *loc, struct node **keys);
int bind_keys(struct check *ck, struct node_index *index);

/* check_inline.c */
int check_inline_decl(struct check *ck, const struct node_inline *decl);
int expand_inline(struct check *ck, struct node **expr, const struct symbol *sym,
		  struct node *keys);
/* A copy of what a declaration has, where it is used; what cannot become that type is told with the
 * tag. */
int check_copy(struct check *ck, struct node **expr, struct type *to, enum use use,
	       enum diag_tag tag);
int tell_use(struct check *ck, const struct loc *use, int err);
struct node *make_dummy(struct check *ck, const char *name, struct type *type,
			const struct loc *loc);

/* check_xlate.c */
int check_translator_decl(struct check *ck, const struct node_translator *decl);
int check_xlate(struct check *ck, struct node_xlate *n);
/* Is it one of which nobody has said yet whether a member or the whole is wanted? */
bool is_translation(const struct node *n);
int check_whole(struct check *ck, struct node *n);	/* lets it be the whole, if it is one */
/* Of a member of a translation, and of what one points to. */
int expand_xlate_member(struct check *ck, struct node **expr);
void deref_translation(struct node **expr);

/* check_member.c */
int check_member(struct check *ck, struct node **expr);
int check_element(struct check *ck, struct node **expr);
int unknown_member(struct check *ck, const struct node_member *n, const struct type *sou);
/* Can a value of the type be loaded? void cannot, nor what nobody knows the members of. */
int check_object(struct check *ck, const struct loc *loc, struct type *type);
int check_deref(struct check *ck, struct node **expr);
int check_address(struct check *ck, struct node **expr);

/* check_symbol.c: a variable of the kernel or of a program; and & of one. */
int check_symbol(struct check *ck, struct node **expr);
int check_symbol_address(struct check *ck, struct node **expr);

/* check_expr.c */
int check_unary(struct check *ck, struct node **expr);
int check_binary(struct check *ck, struct node **expr);
int check_cond(struct check *ck, struct node **expr, enum use use);
int check_condition(struct check *ck, struct node **expr, enum diag_tag tag, const char *what);

/* check_assign.c */
int check_assign(struct check *ck, struct node **expr);
int check_incdec(struct check *ck, struct node **expr);

/* check_cast.c */
int check_cast(struct check *ck, struct node **expr);
int check_sizeof(struct check *ck, struct node **expr);
int check_offsetof(struct check *ck, struct node **expr);

/* check_call.c */
int check_call(struct check *ck, struct node **expr, enum use use);
int check_unknown_call(struct check *ck, const struct node_call *call);
int check_call_of(struct check *ck, struct node_call *call, const struct builtin *b);

/* check_clause.c */
int check_agg_operand(struct check *ck, struct node_agg *agg);
bool is_agg_assign(const struct node *n);	/* "@x = count()" as an expression */
int check_agg_assign(struct check *ck, struct node **expr);

/* fold.c: replaces an operator with constant operands by its result. */
void fold_unary(struct check *ck, struct node **expr);
void fold_binary(struct check *ck, struct node **expr);

/* convert.c */
enum conversion {
	CONVERT_VALUE,	/* as an assignment does: 0 may become a pointer and the empty string */
	CONVERT_ARG,	/* as arguments and keys are: integers and pointers become each other */
};

/* False: there is no such conversion, and *expr is as before. */
bool convert(struct check *ck, struct node **expr, struct type *to, enum conversion how);
void convert_always(struct check *ck, struct node **expr, struct type *to);
struct node *make_int(struct check *ck, const struct loc *loc, uint64_t value, struct type *type);
struct node *make_empty_string(struct check *ck, const struct loc *loc);

/* The type of a value kept: an array has become a pointer or, of char, a string; an enum an int. */
struct type *value_type(struct check *ck, const struct node *n);
struct type *value_pointer(struct check *ck, const struct node *array);
struct type *pointer_in(struct check *ck, struct type *type, enum type_space space);
enum type_space place_of(const struct node *n);	/* where the memory is that it names itself */
bool is_zero(const struct node *n);
bool is_void_type(const struct type *type);
bool is_char_array(const struct type *type);
const char *type_text(struct check *ck, const struct type *type);
struct type *int_type(struct check *ck);
struct type *int64_type(struct check *ck);

#endif
