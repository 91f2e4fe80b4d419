/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Libraries that come with dtrace: files of declarations beside the definitions of providers, which
 * tell what DTrace's structures are here. One is read when a program, or another one, mentions
 * something that it declares, so the rest cost nothing:
 *
 *	BEGIN { trace(curpsinfo->pr_pid); }	reads procfs.d, which declares curpsinfo
 *
 * Behind "->" and "." stands a member and no such name. */
#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/data.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/lang/lex.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"
#include "runtime/probe/arch.h"
#include "runtime/session/session_impl.h"

struct shipped {
	struct source *source;
	bool is_read;
};

static void add_name(struct map *names, const char *name, struct shipped *lib)
{
	if (name)
		map_set_str(names, name, lib);
}

static void add_declared(struct map *names, const struct node_decl *decl, struct shipped *lib)
{
	const struct type *type = decl->decl_type;

	add_name(names, decl->name, lib);
	if (!type || (!type_is_sou(type) && type->kind != TYPE_ENUM))
		return;
	add_name(names, type->name, lib);
	for (uint32_t i = 0; i < type->n_enumerators; i++)
		add_name(names, type->enumerators[i].name, lib);
}

static void add_names(struct session *s, const struct node *n, struct shipped *lib)
{
	for (; n; n = n->next) {
		if (n->kind == NODE_DECL)
			add_declared(s->shipped, node_decl(n), lib);
		if (n->kind == NODE_INLINE)
			add_name(s->shipped, node_inline(n)->name, lib);
	}
}

/* Each name once, and whole registers only. */
static void add_register(struct str *out, struct map *names, const struct arch_reg *reg,
			 const struct arch *arch)
{
	auto_str struct str name = { 0 };

	for (const char *c = reg->name; *c; c++)
		str_putc(&name, (char)toupper((unsigned char)*c));
	if (reg->size != arch->word_size || reg->shift || reg->number == ARCH_NO_REG ||
	    map_find_str(names, name.data))
		return;
	map_set_str(names, name.data, names);
	str_printf(out, "inline int R_%s = %u;\n", name.data, reg->number);
}

/* inline int R_RAX = 0; and so on, by the machine's names, and DTrace's for what every machine has.
 */
static const char *write_registers(struct session *s, const struct arch *arch)
{
	const struct arch_reg common[] = {
		{ "PC", arch->pc_reg, arch->word_size, 0 },
		{ "SP", arch->stack_reg, arch->word_size, 0 },
		{ "FP", arch->frame_reg, arch->word_size, 0 },
		{ "R0", arch->return_reg, arch->word_size, 0 },
	};
	struct map *names = map_new();
	auto_str struct str text = { 0 };

	for (uint32_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		add_register(&text, names, &common[i], arch);
	for (uint32_t i = 0; i < arch->n_regs; i++)
		add_register(&text, names, &arch->regs[i], arch);
	map_free(names);
	return arena_strdup(s->arena, str_text(&text));
}

static void make_registers(struct session *s)
{
	const char *text = write_registers(s, arch_host());
	struct shipped *lib = arena_make(s->arena, struct shipped);

	lib->source = source_from_text(s->arena, "registers", text, strlen(text));
	add_names(s, session_first_reading(s, lib->source), lib);
}

/* What is in the folder, if it is there: what is missing is told by who needs it. */
static void find_libraries(struct session *s)
{
	auto_free char *folder = data_path("d");
	struct diag *untold = diag_new();
	struct dirent **entries;
	int n = -1;

	if (folder && !s->opts.nolibs)
		n = scandir(folder, &entries, session_is_d_file, alphasort);
	s->shipped = map_new();
	make_registers(s);
	for (int i = 0; i < n; i++) {
		const char *path = arena_printf(s->arena, "%s/%s", folder, entries[i]->d_name);
		struct shipped *lib = arena_make(s->arena, struct shipped);

		free(entries[i]);
		lib->source = source_read(s->arena, path, untold);
		if (lib->source)
			add_names(s, session_first_reading(s, lib->source), lib);
	}
	if (n >= 0)
		free(entries);
	diag_free(untold);
}

static bool is_mention(const struct token *tok, enum token_kind before)
{
	return tok->kind == TOKEN_IDENT && before != TOKEN_ARROW && before != TOKEN_DOT;
}

/* What a text declares itself is its own. That is looked at when it matters. */
static void hide_declared(struct session *s, const struct source *text)
{
	struct shipped *theirs = arena_make(s->arena, struct shipped);

	theirs->is_read = true;
	add_names(s, session_first_reading(s, text), theirs);
}

static struct shipped *find_mentioned(const struct session *s, const struct token *tok,
				      enum token_kind before)
{
	struct shipped *lib = is_mention(tok, before) ? map_find_str(s->shipped, tok->text) : NULL;

	return lib && !lib->is_read ? lib : NULL;
}

int session_add_shipped(struct session *s, const struct source *text)
{
	static const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	enum token_kind before = TOKEN_EOF;
	struct token tok = { 0 };
	bool is_known = false;
	struct lexer lx;
	int err = 0;

	if (!s->shipped)
		find_libraries(s);
	lex_init(&lx, s->arena, text, &opts, NULL);
	for (lex_next(&lx, &tok); !err && tok.kind != TOKEN_EOF; lex_next(&lx, &tok)) {
		struct shipped *lib = find_mentioned(s, &tok, before);

		before = tok.kind;
		if (lib && !is_known) {
			is_known = true;
			hide_declared(s, text);
			lib = map_find_str(s->shipped, tok.text);
		}
		if (!lib || lib->is_read)
			continue;
		lib->is_read = true;
		err = session_read_shipped(s, lib->source);
	}
	return err;
}
