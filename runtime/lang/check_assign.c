/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Operators that write: = and its kin, ++ and --. The first assignment in the text gives a
 * variable its type. */
#include "runtime/lang/check_rules.h"

#include "runtime/base/arena.h"

/* "+=" of the node's TOKEN_PLUS. */
static const char *assign_text(struct check *ck, const struct node_assign *n)
{
	const char *op = token_info(n->op)->spelling;

	return n->op == TOKEN_ASSIGN ? op : arena_printf(ck->arena, "%s=", op);
}

/* The variable that an expression names, itself or as an array; NULL: it is no variable. */
static struct node_var *named_var(const struct node *n)
{
	if (n->kind == NODE_INDEX)
		n = node_index(n)->base;
	return n->kind == NODE_VAR ? node_var(n) : NULL;
}

/* A variable that appears here for the first time. */
static bool is_new_variable(struct check *ck, const struct node *target)
{
	const struct node_var *var = named_var(target);

	return var && var->scope != SCOPE_SYMBOL && !target->type && !find_symbol(ck, var) &&
	       !is_known_name(ck, var);
}

static int read_only(struct check *ck, const struct node *target, const char *op)
{
	return diag_error(ck->dg, &target->loc, D_OP_WRITE,
			  "operator %s cannot write to read-only variable %s", op,
			  named_var(target)->name);
}

static bool is_read_only(struct check *ck, const struct node *target)
{
	const struct node_var *var = named_var(target);

	return var && var->scope == SCOPE_GLOBAL && !find_symbol(ck, var) && !target->type &&
	       is_fixed_name(ck, var);
}

static int no_lvalue(struct check *ck, const struct node *target, const char *op)
{
	return diag_error(ck->dg, &target->loc, D_OP_LVAL,
			  "operator %s requires a modifiable lvalue as an operand", op);
}

/* Of a checked target: a variable, an element of an associative array, or memory of ours. */
static int check_writable(struct check *ck, const struct node *target, const char *op)
{
	int err;

	if (target->kind == NODE_VAR ||
	    (target->kind == NODE_INDEX && node_index(target)->is_assoc))
		return 0;
	if (target->kind != NODE_INDEX && target->kind != NODE_MEMBER &&
	    (target->kind != NODE_UNARY || node_unary(target)->op != TOKEN_STAR))
		return no_lvalue(ck, target, op);
	if (place_of(target) == SPACE_SCRATCH)
		return 0;
	err = no_lvalue(ck, target, op);
	diag_hint(ck->dg, "only memory from alloca() and copyin() can be written");
	return err;
}

static int check_target(struct check *ck, struct node **target, const char *op)
{
	int err;

	if (is_read_only(ck, *target))
		return read_only(ck, *target, op);
	err = check_expr(ck, target);
	return err ? err : check_writable(ck, *target, op);
}

static bool can_be_kept(const struct type *type)
{
	return type_is_scalar(type) || type_is_string(type) || type_is_sou(type);
}

/* Makes the variable, with the type of what it is assigned. NULL for type: that was in error. */
static int create_variable(struct check *ck, struct node *target, struct type *type)
{
	struct node_var *var = named_var(target);
	int err = 0;

	var->symbol = add_symbol(ck, var);
	var->symbol->type = type ? type : int_type(ck);
	if (target->kind == NODE_INDEX)
		err = bind_keys(ck, node_index(target));
	var->symbol->is_bad = err || !type;
	target->type = var->symbol->type;
	return err;
}

/* Of an enum it knows the names. */
static struct type *kept_type(struct check *ck, const struct node *value)
{
	if (type_resolve(value->type)->kind == TYPE_ENUM)
		return value->type;
	return value_type(ck, value);
}

static int create_from_value(struct check *ck, struct node *target, const struct node *value)
{
	struct type *type = kept_type(ck, value);
	int err;

	if (!can_be_kept(type)) {
		create_variable(ck, target, NULL);
		return diag_error(ck->dg, &value->loc, D_OP_INCOMPAT,
				  "a value of type \"%s\" cannot be assigned to %s",
				  type_text(ck, type), var_text(ck, named_var(target)));
	}
	err = create_variable(ck, target, type);
	if (value->kind != NODE_INT)
		named_var(target)->symbol->has_space = true;
	return err;
}

static const char *space_text(enum type_space space)
{
	static const char *const texts[] = {
		[SPACE_USER] = "user",
		[SPACE_KERNEL] = "kernel",
		[SPACE_SCRATCH] = "scratch",
	};

	return texts[space];
}

/* A declared pointer takes the space of the first that it is assigned; then it keeps it, because
 * each load through it is compiled for one space. */
static int check_space(struct check *ck, struct node_assign *n)
{
	const struct node_var *var = named_var(n->left);
	struct symbol *sym = var ? var->symbol : NULL;
	enum type_space space = node_space(n->right);

	if (!sym || type_resolve(n->left->type)->kind != TYPE_POINTER ||
	    !type_is_pointer(n->right->type) || n->right->kind == NODE_INT)
		return 0;
	if (n->left->kind == NODE_INDEX && !node_index(n->left)->is_assoc)
		return 0;
	if (!sym->has_space) {
		sym->has_space = true;
		sym->type = n->left->type = pointer_in(ck, sym->type, space);
		return 0;
	}
	if (node_space(n->left) == space)
		return 0;
	return diag_error(ck->dg, &n->node.loc, D_OP_INCOMPAT,
			  "%s points to %s memory and cannot be assigned a pointer to %s memory",
			  var_text(ck, var), space_text(node_space(n->left)), space_text(space));
}

/* Memory does not tell whose the pointers in it are: those that are read from it are taken to be
 * the traced process's. */
static int check_kept_pointer(struct check *ck, const struct node_assign *n)
{
	enum type_space space = node_space(n->right);
	int err;

	if (n->left->kind == NODE_VAR || type_resolve(n->left->type)->kind != TYPE_POINTER ||
	    !type_is_pointer(n->right->type) || n->right->kind == NODE_INT ||
	    (n->left->kind == NODE_INDEX && node_index(n->left)->is_assoc) ||
	    node_space(n->left) == space)
		return 0;
	err = diag_error(ck->dg, &n->node.loc, D_OP_INCOMPAT,
			 "a pointer to %s memory cannot be kept in memory: what is read from there "
			 "points to %s memory", space_text(space), space_text(node_space(n->left)));
	diag_hint(ck->dg, "keep it in a variable");
	return err;
}

static int incompatible(struct check *ck, const struct node_assign *n)
{
	const struct node_var *var = named_var(n->left);
	int err = diag_error(ck->dg, &n->node.loc, D_OP_INCOMPAT,
			  "operands have incompatible types: \"%s\" %s \"%s\"",
			  type_text(ck, n->left->type), assign_text(ck, n),
			  type_text(ck, n->right->type));

	if (type_is_pointer(n->left->type) && type_is_int(n->right->type))
		diag_hint(ck->dg, "an integer that is an address is cast first: (%s)",
			  type_text(ck, n->left->type));
	else if (var && var->symbol)
		diag_hint(ck->dg, "%s has the type that it was first given, in line %u",
			  var_text(ck, var), var->symbol->loc.line);
	return err;
}

/* 0 frees an element of an array, or a variable of a thread, also where it is a structure. */
static bool is_freeing(const struct node_assign *n)
{
	const struct node_var *var = named_var(n->left);
	bool is_element = n->left->kind == NODE_INDEX && node_index(n->left)->is_assoc;

	return n->op == TOKEN_ASSIGN && is_zero(n->right) && type_is_int(n->right->type) &&
	       type_is_sou(n->left->type) &&
	       (is_element || (var && n->left->kind == NODE_VAR && var->scope == SCOPE_SELF));
}

static int convert_right(struct check *ck, struct node_assign *n)
{
	int err = check_space(ck, n);

	if (!err)
		err = check_kept_pointer(ck, n);
	if (err || is_freeing(n))
		return err;
	return convert(ck, &n->right, n->left->type, CONVERT_VALUE) ? 0 : incompatible(ck, n);
}

/* op=: integers, or a pointer that moves. */
static int check_compound(struct check *ck, struct node_assign *n)
{
	bool moves = n->op == TOKEN_PLUS || n->op == TOKEN_MINUS;
	struct type *left = n->left->type;

	if (!type_is_int(n->right->type) ||
	    (!type_is_int(left) && !(moves && type_resolve(left)->kind == TYPE_POINTER)))
		return diag_error(ck->dg, &n->node.loc, D_OP_INT,
				  "operator %s requires operands of integral type",
				  assign_text(ck, n));
	if ((n->op == TOKEN_SLASH || n->op == TOKEN_PERCENT) && is_zero(n->right))
		return diag_error(ck->dg, &n->node.loc, D_DIV_ZERO,
				  "expression contains division by zero");
	convert(ck, &n->right, type_is_int(left) ? left : int64_type(ck), CONVERT_VALUE);
	return 0;
}

/* The right side comes first in a new variable's life: "x = x + 1" reads an x that is not there
 * yet. */
static int assign_new(struct check *ck, struct node_assign *n)
{
	int err = check_expr(ck, &n->right);

	if (err) {
		create_variable(ck, n->left, NULL);
		return err;
	}
	return create_from_value(ck, n->left, n->right);
}

static int assign_known(struct check *ck, struct node_assign *n)
{
	int err = check_target(ck, &n->left, assign_text(ck, n));
	int err2 = check_expr(ck, &n->right);

	return err ? err : err2;
}

int check_assign(struct check *ck, struct node **expr)
{
	struct node_assign *n = node_assign(*expr);
	int err;

	if (n->left->kind == NODE_AGG)
		return diag_error(ck->dg, &n->node.loc, D_AGG_FUNC,
				  "an aggregation is filled by a statement: @name = count();");
	err = is_new_variable(ck, n->left) ? assign_new(ck, n) : assign_known(ck, n);
	if (err)
		return err;
	err = n->op == TOKEN_ASSIGN ? convert_right(ck, n) : check_compound(ck, n);
	n->node.type = n->left->type;
	return err;
}

int check_incdec(struct check *ck, struct node **expr)
{
	struct node_incdec *n = node_incdec(*expr);
	const char *op = token_info(n->op)->spelling;
	int err;

	if (is_new_variable(ck, n->operand))
		err = create_variable(ck, n->operand, int64_type(ck));
	else
		err = check_target(ck, &n->operand, op);
	if (err)
		return err;
	n->node.type = n->operand->type;
	if (type_is_int(n->node.type) || type_resolve(n->node.type)->kind == TYPE_POINTER)
		return 0;
	return diag_error(ck->dg, &n->node.loc, D_OP_SCALAR,
			  "operator %s requires an operand of scalar type, not \"%s\"", op,
			  type_text(ck, n->node.type));
}
