/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The tree as text. A statement is a line, indented by what it stands in; an expression is a list
 * in prefix form, its type in braces behind the operator or the name once it is known:
 *
 *	clause syscall::write:entry
 *		predicate (== execname "sh")
 *		@bytes[pid] = (sum arg2)
 *		(= self->t (+ timestamp 1)) */
#include "runtime/lang/ast.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "runtime/base/str.h"
#include "runtime/lang/type.h"

static void dump_expr(struct str *out, const struct node *n);

static void put_type(struct str *out, const struct type *type)
{
	str_putc(out, '{');
	type_print(out, type, NULL);
	str_putc(out, '}');
}

static void put_known_type(struct str *out, const struct node *n)
{
	if (n->type)
		put_type(out, n->type);
}

static void put_quoted(struct str *out, const char *text, size_t len)
{
	str_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '"' || c == '\\')
			str_printf(out, "\\%c", c);
		else if (isprint(c))
			str_putc(out, (char)c);
		else
			str_printf(out, "\\x%02x", c);
	}
	str_putc(out, '"');
}

static void put_int(struct str *out, const struct node_int *n)
{
	if (n->is_unsigned)
		str_printf(out, "%" PRIu64 "u", n->value);
	else
		str_printf(out, "%" PRId64, (int64_t)n->value);
	str_puts(out, n->is_long ? "l" : "");
	str_puts(out, n->is_char ? "c" : "");
}

static bool has_module(const struct node_var *n)
{
	return n->scope == SCOPE_SYMBOL && strchr(n->name, '`');
}

static void put_var(struct str *out, const struct node_var *n)
{
	static const char *const prefix[] = { "", "self->", "this->", "`" };

	str_printf(out, "%s%s", has_module(n) ? "" : prefix[n->scope], n->name);
}

static int put_child(struct node *n, void *ctx)
{
	str_putc(ctx, ' ');
	dump_expr(ctx, n);
	return 0;
}

static void put_keys(struct str *out, const struct node *keys)
{
	if (!keys)
		return;
	str_putc(out, '[');
	for (const struct node *key = keys; key; key = key->next) {
		str_puts(out, key == keys ? "" : ", ");
		dump_expr(out, key);
	}
	str_putc(out, ']');
}

static void put_agg(struct str *out, const struct node_agg *n)
{
	str_printf(out, "@%s", n->name);
	put_keys(out, n->keys);
}

static void put_op(struct str *out, const char *before, enum token_kind op, const char *after)
{
	str_printf(out, "%s%s%s", before, token_info(op)->spelling, after);
}

/* What stands behind the opening parenthesis. */
static void put_head(struct str *out, const struct node *n)
{
	if (n->kind == NODE_INDEX)
		str_puts(out, node_index(n)->is_assoc ? "[assoc]" : "[]");
	else if (n->kind == NODE_MEMBER)
		put_op(out, "", node_member(n)->is_arrow ? TOKEN_ARROW : TOKEN_DOT,
		       node_member(n)->name);
	else if (n->kind == NODE_CALL)
		str_puts(out, node_call(n)->name);
	else if (n->kind == NODE_UNARY)
		put_op(out, "", node_unary(n)->op, "");
	else if (n->kind == NODE_INCDEC)
		put_op(out, node_incdec(n)->is_prefix ? "pre" : "post", node_incdec(n)->op, "");
	else if (n->kind == NODE_BINARY)
		put_op(out, "", node_binary(n)->op, "");
	else if (n->kind == NODE_ASSIGN)
		put_op(out, "", node_assign(n)->op, node_assign(n)->op == TOKEN_ASSIGN ? "" : "=");
	else if (n->kind == NODE_COND)
		str_putc(out, '?');
	else if (n->kind == NODE_OFFSETOF && node_offsetof(n)->is_question)
		str_puts(out, "__has_member");
	else if (n->kind == NODE_CAST && node_cast(n)->is_implicit)
		str_puts(out, "convert");
	else
		str_puts(out, node_kind_name(n->kind));
}

/* The type that an expression names, unlike the one that it has. */
static const struct type *named_type(const struct node *n)
{
	if (n->kind == NODE_CAST && !n->type)
		return node_cast(n)->to;
	if (n->kind == NODE_SIZEOF)
		return node_sizeof(n)->of;
	if (n->kind == NODE_OFFSETOF)
		return node_offsetof(n)->of;
	return n->kind == NODE_XLATE ? node_xlate(n)->to : NULL;
}

static void put_list(struct str *out, const struct node *n)
{
	const struct type *named = named_type(n);

	str_putc(out, '(');
	put_head(out, n);
	put_known_type(out, n);
	if (named) {
		str_putc(out, ' ');
		put_type(out, named);
	}
	if (n->kind == NODE_OFFSETOF)
		str_printf(out, " %s", node_offsetof(n)->member);
	node_each_child(n, put_child, out);
	str_putc(out, ')');
}

static void dump_expr(struct str *out, const struct node *n)
{
	if (n->kind == NODE_INT)
		put_int(out, node_int(n));
	else if (n->kind == NODE_STRING)
		put_quoted(out, node_string(n)->text, node_string(n)->len);
	else if (n->kind == NODE_VAR)
		put_var(out, node_var(n));
	else if (n->kind == NODE_AGG)
		put_agg(out, node_agg(n));
	else {
		put_list(out, n);
		return;
	}
	put_known_type(out, n);
}

static void put_line(struct str *out, int depth, const char *head, const struct node *expr)
{
	str_pad(out, '\t', depth);
	str_puts(out, head);
	if (expr)
		dump_expr(out, expr);
	str_putc(out, '\n');
}

static void dump_stmts(struct str *out, int depth, const struct node *n);

static void dump_if(struct str *out, int depth, const struct node_if *n)
{
	put_line(out, depth, "if ", n->test);
	dump_stmts(out, depth + 1, n->yes);
	if (n->no) {
		put_line(out, depth, "else", NULL);
		dump_stmts(out, depth + 1, n->no);
	}
}

static void dump_agg_stmt(struct str *out, int depth, const struct node_agg_stmt *n)
{
	str_pad(out, '\t', depth);
	put_agg(out, n->agg);
	put_line(out, 0, " = ", &n->func->node);
}

static void dump_stmts(struct str *out, int depth, const struct node *n)
{
	for (; n; n = n->next) {
		if (n->kind == NODE_IF)
			dump_if(out, depth, node_if(n));
		else if (n->kind == NODE_AGG_STMT)
			dump_agg_stmt(out, depth, node_agg_stmt(n));
		else if (n->kind == NODE_EXPR_STMT && !node_expr_stmt(n)->expr)
			put_line(out, depth, ";", NULL);
		else
			put_line(out, depth, "",
				 n->kind == NODE_EXPR_STMT ? node_expr_stmt(n)->expr : n);
	}
}

static void dump_clause(struct str *out, const struct node_clause *n)
{
	str_puts(out, "clause");
	for (const struct probe_spec *spec = n->probes; spec; spec = spec->next)
		str_printf(out, "%s %s", spec == n->probes ? "" : ",", spec->text);
	str_puts(out, n->has_body ? "\n" : " (no body)\n");
	if (n->predicate)
		put_line(out, 1, "predicate ", n->predicate);
	dump_stmts(out, 1, n->body);
}

static void put_params(struct str *out, const char *brackets, const struct type_param *params,
		       uint32_t n)
{
	str_putc(out, brackets[0]);
	for (uint32_t i = 0; i < n; i++) {
		str_puts(out, i ? ", " : "");
		type_print(out, params[i].type, params[i].name);
	}
	str_putc(out, brackets[1]);
}

static void put_texts(struct str *out, const struct type_param *params, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		str_printf(out, "\t\t%s: ", params[i].text);
		put_type(out, params[i].type);
		str_printf(out, " %s\n", params[i].name ? params[i].name : "-");
	}
}

static void dump_provider(struct str *out, const struct node_provider *n)
{
	str_printf(out, "provider %s\n", n->name);
	for (const struct probe_decl *probe = n->probes; probe; probe = probe->next) {
		str_printf(out, "\tprobe %s\n", probe->name);
		put_texts(out, probe->args, probe->n_args);
		if (probe->has_mapping) {
			str_puts(out, "\t    mapped\n");
			put_texts(out, probe->mapped, probe->n_mapped);
		}
	}
}

static void put_members(struct str *out, const struct type *type)
{
	for (uint32_t i = 0; i < type->n_members; i++) {
		const struct type_member *m = &type->members[i];

		str_printf(out, "\t+%u ", m->offset);
		type_print(out, m->type, m->name);
		if (m->bit_size)
			str_printf(out, " :%u at bit %u", m->bit_size, m->bit_offset);
		str_putc(out, '\n');
	}
	for (uint32_t i = 0; i < type->n_enumerators; i++)
		str_printf(out, "\t%s = %" PRId64 "\n", type->enumerators[i].name,
			   type->enumerators[i].value);
}

/* A declaration that names nothing is shown for the sake of its struct, union or enum. */
static void dump_decl(struct str *out, const struct node_decl *n)
{
	static const char *const storage[] = {
		"", "extern ", "static ", "typedef ", "self ", "this "
	};

	str_printf(out, "declare %s", storage[n->storage]);
	type_print(out, n->decl_type, n->name);
	if (n->n_keys)
		put_params(out, "[]", n->keys, n->n_keys);
	str_putc(out, '\n');
	if (!n->name || (n->storage == DECL_TYPEDEF && !n->decl_type->name))
		put_members(out, n->decl_type);
}

static void dump_inline(struct str *out, const struct node_inline *n)
{
	str_puts(out, "inline ");
	type_print(out, n->decl_type, n->name);
	if (n->n_keys)
		put_params(out, "[]", n->keys, n->n_keys);
	put_line(out, 0, " = ", n->value);
}

static void dump_translator(struct str *out, const struct node_translator *n)
{
	str_puts(out, "translator ");
	type_print(out, n->out, NULL);
	str_puts(out, " < ");
	type_print(out, n->in, n->param);
	str_puts(out, " >\n");
	dump_stmts(out, 1, n->members);
}

static void dump_pragma(struct str *out, const struct node_pragma *n)
{
	str_printf(out, "pragma %s %s %s\n", n->words[0], n->words[1], n->text);
}

void node_dump(struct str *out, const struct node *n)
{
	if (n->kind == NODE_CLAUSE)
		dump_clause(out, node_clause(n));
	else if (n->kind == NODE_DECL)
		dump_decl(out, node_decl(n));
	else if (n->kind == NODE_INLINE)
		dump_inline(out, node_inline(n));
	else if (n->kind == NODE_PROVIDER)
		dump_provider(out, node_provider(n));
	else if (n->kind == NODE_TRANSLATOR)
		dump_translator(out, node_translator(n));
	else if (n->kind == NODE_PRAGMA)
		dump_pragma(out, node_pragma(n));
	else
		dump_expr(out, n);
}
