/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/lang/proto.h"

#include <ctype.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/lang/check_rules.h"
#include "runtime/lang/names.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"

/* A part of the prototype's text. */
struct piece {
	const char *text;
	size_t len;
};

static struct piece trim(const char *text, const char *end)
{
	while (text < end && isspace((unsigned char)*text))
		text++;
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	return (struct piece){ text, (size_t)(end - text) };
}

static bool piece_is(struct piece p, const char *text)
{
	return p.len == strlen(text) && !memcmp(p.text, text, p.len);
}

/* Takes a leading word off. */
static bool skip_word(struct piece *p, const char *word)
{
	size_t len = strlen(word);

	if (p->len <= len || memcmp(p->text, word, len) || p->text[len] != ' ')
		return false;
	*p = trim(p->text + len, p->text + p->len);
	return true;
}

static struct type *parse_c_type(struct check *ck, const struct builtin *b, struct piece p,
				 enum type_space space)
{
	const char *module = space == SPACE_KERNEL ? TYPE_KERNEL : NULL;
	const struct source *src = source_from_text(ck->arena, b->name, p.text, p.len);
	struct type *type = parse_type_in(ck->arena, ck->types, module, src, ck->dg);

	return type ? pointer_in(ck, type, space) : NULL;
}

/* NULL: told. */
static struct type *parse_piece(struct check *ck, const struct builtin *b, struct piece p)
{
	if (piece_is(p, "string"))
		return type_string(ck->types);
	if (piece_is(p, "stack"))
		return type_stack(ck->types, 0);
	if (piece_is(p, "symaddr"))
		return type_sym(ck->types);
	if (skip_word(&p, "kernel"))
		return parse_c_type(ck, b, p, SPACE_KERNEL);
	if (skip_word(&p, "scratch"))
		return parse_c_type(ck, b, p, SPACE_SCRATCH);
	return parse_c_type(ck, b, p, SPACE_USER);
}

static int parse_param(struct check *ck, const struct builtin *b, struct piece p,
		       struct proto *proto)
{
	struct proto_param *param = &proto->params[proto->n_params];
	bool is_optional = p.len && *p.text == '[';

	if (is_optional)
		p = trim(p.text + 1, p.text + p.len - 1);
	if (piece_is(p, "...")) {
		proto->is_varargs = true;
		return 0;
	}
	proto->n_params++;
	if (!is_optional)
		proto->n_required = proto->n_params;
	if (piece_is(p, ".") || piece_is(p, "@")) {
		param->kind = *p.text == '@' ? PROTO_AGG : PROTO_ANY;
		return 0;
	}
	param->type = parse_piece(ck, b, p);
	return param->type ? 0 : -1;
}

static uint32_t count_commas(const char *text)
{
	uint32_t n = 0;

	for (; *text; text++)
		n += *text == ',';
	return n;
}

/* What stands between the parentheses. */
static int parse_params(struct check *ck, const struct builtin *b, const char *text,
			const char *end, struct proto *proto)
{
	struct piece all = trim(text, end);

	if (!all.len || piece_is(all, "void"))
		return 0;
	proto->params = arena_make_n(ck->arena, struct proto_param, count_commas(text) + 1);
	while (text < end) {
		const char *comma = memchr(text, ',', (size_t)(end - text));
		const char *stop = comma ? comma : end;
		int err = parse_param(ck, b, trim(text, stop), proto);

		if (err)
			return err;
		text = stop + 1;
	}
	return 0;
}

static const struct proto *parse_proto(struct check *ck, const struct builtin *b)
{
	struct proto *proto = arena_make(ck->arena, struct proto);
	const char *open = strchr(b->proto, '(');
	const char *close = strrchr(b->proto, ')');
	struct piece returns = trim(b->proto, open ? open : b->proto + strlen(b->proto));

	if (returns.len && !piece_is(returns, ".")) {
		proto->returns = parse_piece(ck, b, returns);
		if (!proto->returns)
			return NULL;
	}
	if (open && close && parse_params(ck, b, open + 1, close, proto))
		return NULL;
	return proto;
}

const struct proto *proto_get(struct check *ck, const struct builtin *b)
{
	const struct proto *proto;

	if (!ck->protos)
		ck->protos = arena_make(ck->arena, struct names);
	proto = names_find(ck->protos, b->name);
	if (proto)
		return proto;
	proto = parse_proto(ck, b);
	if (proto)
		names_set(ck->protos, ck->arena, b->name, (void *)proto);
	return proto;
}
