/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "providers/pid_returns.h"

#include <elf.h>
#include <inttypes.h>
#include <string.h>

#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/glob.h"
#include "runtime/base/map.h"
#include "runtime/base/str.h"
#include "runtime/elf/elfobj.h"
#include "runtime/probe/probe.h"
#include "runtime/probe/provider.h"
#include "runtime/proc/proc.h"

/* What unwinds stacks. */
static const char *const unwinders[] = { "*/libgcc_s.so*", "*/libstdc++.so*", "*/libc++abi.so*",
					 "*/libunwind*.so*" };

/* It can switch stacks, but does so only for programs that ask it to (ASYNC_start_job). */
static const char openssl[] = "*/libcrypto.so*";

/* libc's own, which count where they are called: by another file, or, if the program is static, in
 * itself. */
static const char *const imports[] = { "makecontext", "swapcontext" };
static const char *const loaders[] = { "dlopen", "dlmopen" };

/* Of Ruby, Boost, PHP, libco, libcoro, OCaml 5; gcc's -fsplit-stack. Nobody knows them all. */
static const char *const switches[] = {
	"coroutine_transfer", "jump_fcontext", "ontop_fcontext", "zend_fiber_switch_context",
	"co_switch", "coro_transfer", "caml_runstack", "__morestack"
};

#define IS_ONE_OF(name, texts) is_one_of(name, texts, sizeof(texts) / sizeof((texts)[0]))

static bool is_one_of(const char *name, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, texts[i]))
			return true;
	return false;
}

static bool unwinds(const struct proc_object *object)
{
	for (size_t i = 0; i < sizeof(unwinders) / sizeof(unwinders[0]); i++)
		if (glob_match(unwinders[i], object->path))
			return true;
	return false;
}

/* What a file says of the process, the worse the higher. */
enum way { PLAIN, LOADS, ASTRAY };

static enum way worse(enum way a, enum way b)
{
	return a > b ? a : b;
}

static enum way symbol_tells(const struct elfobj_symbol *symbol, bool is_main)
{
	const bool is_called = is_main || symbol->section == SHN_UNDEF;

	if (IS_ONE_OF(symbol->name, switches) || (is_called && IS_ONE_OF(symbol->name, imports)))
		return ASTRAY;
	return is_called && IS_ONE_OF(symbol->name, loaders) ? LOADS : PLAIN;
}

static enum way table_tells(struct elfobj *obj, uint32_t table, bool is_main)
{
	struct elfobj_symbol symbol;
	enum way way = PLAIN;

	for (uint32_t i = 1; elfobj_symbol_at(obj, table, i, &symbol); i++)
		way = worse(way, symbol_tells(&symbol, is_main));
	return way;
}

static enum way symbols_tell(struct elfobj *obj, bool is_main)
{
	struct elfobj_section section;
	enum way way = PLAIN;

	for (uint32_t i = 1; i < elfobj_n_sections(obj); i++)
		if (elfobj_section_at(obj, i, &section) &&
		    (section.type == SHT_DYNSYM || section.type == SHT_SYMTAB))
			way = worse(way, table_tells(obj, i, is_main));
	return way;
}

/* Landing places for exceptions in a program; a library that has them brings an unwinder along. Or
 * Go, which moves its stacks. */
static bool sections_tell(struct elfobj *obj, bool is_main)
{
	struct elfobj_section section;

	return (is_main && elfobj_section_find(obj, ".gcc_except_table", &section)) ||
	       elfobj_section_find(obj, ".gopclntab", &section);
}

static enum way look(const struct proc_object *object)
{
	struct diag *untold = diag_new();
	struct elfobj *obj = NULL;
	enum way way = PLAIN;

	elfobj_open(object->open_path, untold, &obj);
	if (obj)
		way = sections_tell(obj, object->is_main) ? ASTRAY
							  : symbols_tell(obj, object->is_main);
	elfobj_close(obj);
	diag_free(untold);
	return way;
}

static enum way file_tells(struct probe_list *list, const struct proc_object *object)
{
	auto_str struct str key = { 0 };
	enum way *known;

	str_printf(&key, "pid returns %" PRIu32 ":%" PRIu32 " %" PRIu64 " %d", object->dev_major,
		   object->dev_minor, object->inode, object->is_main);
	known = map_find_str(list->cache, key.data);
	if (!known) {
		known = arena_make(list->arena, enum way);
		*known = look(object);
		map_set_str(list->cache, key.data, known);
	}
	return *known;
}

const char *pid_returns_astray(struct probe_list *list, const struct proc_object *objects, int n,
			       bool is_young)
{
	for (int i = 0; i < n; i++) {
		if (unwinds(&objects[i]))
			return objects[i].path;
		if (!glob_match(openssl, objects[i].path) &&
		    file_tells(list, &objects[i]) >= (is_young ? LOADS : ASTRAY))
			return objects[i].path;
	}
	return NULL;
}

/* False the first time. */
static bool was_told(struct probe_list *list, int pid)
{
	static char told[] = "told";
	auto_str struct str key = { 0 };

	str_printf(&key, "pid returns of %d", pid);
	if (map_find_str(list->cache, key.data))
		return true;
	map_set_str(list->cache, key.data, told);
	return false;
}

static void review(const struct search *search, struct probe_list *list, int pid, struct diag *dg)
{
	struct diag *untold = diag_new();
	const struct proc_object *objects;
	uint32_t n_hidden = 0;
	int n = proc_objects(search->procs, &pid, 1, untold, &objects, &n_hidden);
	const char *path = n > 0 ? pid_returns_astray(list, objects, n, false) : NULL;

	if (path && !was_told(list, pid)) {
		diag_warn(dg, NULL, D_ATTACH,
			  "process %d has loaded %s, and what it may do to stacks does not go "
			  "with the kernel's way to watch returns", pid, path);
		diag_hint(dg, "end this and trace again: now each exit gets a probe of its own");
	}
	diag_free(untold);
}

void pid_returns_review(const struct search *search, struct probe_list *list, struct diag *dg)
{
	int last = 0;

	vec_each(probe, &list->probes) {
		const struct probe *p = *probe;

		if (p->n_sites && p->sites[0].is_return && p->pid != last)
			review(search, list, last = p->pid, dg);
	}
}
