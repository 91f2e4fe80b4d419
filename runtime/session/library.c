/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Libraries: files of declarations, in the folders of -L, that every program of the session may
 * use. They are read in the order of their names, each after those that it depends on; one that
 * needs what this system does not have is left out. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"
#include "runtime/session/session_impl.h"

enum state { FOUND, BEING_READ, READ, LEFT_OUT };

struct library {
	const char *name;
	struct source *source;
	const struct node *nodes;	/* of a first reading, for what it depends on */
	enum state state;
};

struct libraries {
	struct session *s;
	VEC(struct library) all;
};

/* A module of the kernel. Providers come with processes, at any time: they are there. */
bool session_meets(const struct node_pragma *depends)
{
	auto_free char *path = NULL;

	if (strcmp(depends->words[2], "module") || !strcmp(depends->words[3], "vmlinux"))
		return true;
	path = xasprintf("/sys/module/%s", depends->words[3]);
	return !access(path, F_OK);
}

static bool is_dependence(const struct node *n)
{
	return n->kind == NODE_PRAGMA && !strcmp(node_pragma(n)->words[1], "depends_on");
}

static struct library *find_library(struct libraries *libs, const char *name)
{
	vec_each(lib, &libs->all)
		if (!strcmp(lib->name, name))
			return lib;
	return NULL;
}

static int read_library(struct libraries *libs, struct library *lib);

/* 0, or the error; a library that is left out takes those along that depend on it. */
static int read_dependence(struct libraries *libs, struct library *lib,
			   const struct node_pragma *depends)
{
	struct library *other;
	int err;

	if (strcmp(depends->words[2], "library")) {
		if (!session_meets(depends))
			lib->state = LEFT_OUT;
		return 0;
	}
	other = find_library(libs, depends->words[3]);
	if (other && other->state == BEING_READ)
		return diag_error(libs->s->dg, &depends->node.loc, D_PRAGMA_DEPEND,
				  "libraries depend on each other: %s and %s", lib->name,
				  other->name);
	err = other ? read_library(libs, other) : 0;
	if (!other || other->state != READ)
		lib->state = LEFT_OUT;
	return err;
}

static int read_library(struct libraries *libs, struct library *lib)
{
	if (lib->state != FOUND)
		return 0;
	lib->state = BEING_READ;
	for (const struct node *n = lib->nodes; n && lib->state == BEING_READ; n = n->next) {
		int err = is_dependence(n) ? read_dependence(libs, lib, node_pragma(n)) : 0;

		if (err)
			return err;
	}
	if (lib->state == LEFT_OUT)
		return 0;
	lib->state = READ;
	return session_add_library(libs->s, lib->source);
}

int session_is_d_file(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 2 && !strcmp(entry->d_name + len - 2, ".d");
}

/* Only what it depends on is wanted yet, so mistakes are told when it is read for good. */
const struct node *session_first_reading(struct session *s, const struct source *src)
{
	const struct parse_opts opts = { .mode = PARSE_PROGRAM };
	struct diag *untold = diag_new();
	struct unit unit = { 0 };

	parse_unit(s->arena, type_table_new(s->arena, type_table_model(s->types)), src, &opts,
		   untold, &unit);
	diag_free(untold);
	return unit.nodes;
}

static int find_in_folder(struct libraries *libs, const char *folder)
{
	struct session *s = libs->s;
	struct dirent **entries;
	int n = scandir(folder, &entries, session_is_d_file, alphasort);
	int err = 0;

	if (n < 0)
		return diag_errno(s->dg, NULL, D_FILE, errno, "cannot read the folder %s", folder);
	for (int i = 0; i < n; i++) {
		const char *name = arena_strdup(s->arena, entries[i]->d_name);
		struct source *src = err ? NULL : source_read(
			s->arena, arena_printf(s->arena, "%s/%s", folder, name), s->dg);

		free(entries[i]);
		if (!src)
			err = -EINVAL;
		else
			vec_push(&libs->all, ((struct library){
				name, src, session_first_reading(s, src), FOUND }));
	}
	free(entries);
	return err;
}

int session_add_libraries(struct session *s, const char *const *folders, uint32_t n)
{
	struct libraries libs = { .s = s };
	int err = 0;

	if (s->opts.nolibs)
		return 0;
	for (uint32_t i = 0; i < n && !err; i++)
		err = find_in_folder(&libs, folders[i]);
	for (size_t i = 0; i < libs.all.len && !err; i++)
		err = read_library(&libs, &libs.all.data[i]);
	vec_fini(&libs.all);
	return err;
}
