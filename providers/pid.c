/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Every function of a process, and every instruction, as a probe:
 *
 *	pid1234:libc:malloc:entry	where it begins
 *	pid1234:libc:malloc:return	where it returns
 *	pid1234:libc:malloc:1f		at its instruction at offset 1f
 *	pid1234:libc:-:94f1f		at an address of the module, as it is linked
 *
 * Functions are known by their symbols, of which they may have several: one that matches is enough,
 * and the function is listed once. Two functions of the same name in one module are one probe.
 *
 * A breakpoint in the midst of an instruction would make another one of it. So offsets are those at
 * which one begins, by decoding the function from its beginning; what cannot be decoded has none.
 * What the kernel refuses or what would break the program is left out, and counted by reasons. */

#include "providers/providers.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "providers/pid_code.h"
#include "providers/pid_returns.h"
#include "providers/sites.h"
#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/glob.h"
#include "runtime/base/str.h"
#include "runtime/kern/caps.h"
#include "runtime/proc/demangle.h"
#include "runtime/proc/proc.h"

/* As many as DTrace has arg0 to arg9. */
#define N_ARGS 10
#define N_RETURN_ARGS 2

/* DTrace enables no more of all providers together. */
#define MAX_PROBES 250000

/* What was left out for one reason. */
struct left_out {
	const char *why;
	uint32_t n;
};

/* One search. */
struct finder {
	const struct search *search;
	const struct probe_desc *desc;
	struct probe_list *list;
	struct diag *dg;
	int pid;
	const char *provider;	/* "pid1234" */
	bool wants_entry, wants_return, wants_offsets;
	uint64_t offset;	/* what the name says if it is one plain offset */
	bool has_offset, is_absolute;
	bool returns_are_plain;	/* the kernel may watch them */
	uint32_t n_found;
	VEC(struct left_out) left_out;

	/* The file that is looked at. */
	const struct proc_object *object;
	const struct pid_file *file;
	int fd;
	const char *module, *label;
	struct argloc *entry_args;
};

static void leave_out(struct finder *f, const char *why)
{
	vec_each(known, &f->left_out) {
		if (known->why == why) {
			known->n++;
			return;
		}
	}
	vec_push(&f->left_out, ((struct left_out){ why, 1 }));
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Where the arguments lie when a function is entered: by the calling convention for integers. */
static struct argloc *entry_args(struct arena *arena, const struct arch *arch)
{
	struct argloc *args = arena_make_n(arena, struct argloc, N_ARGS);

	for (uint32_t i = 0; i < N_ARGS; i++) {
		const uint32_t in_memory = i - arch->n_arg_regs;

		args[i].size = arch->word_size;
		args[i].is_signed = true;
		if (i < arch->n_arg_regs) {
			args[i].kind = ARGLOC_REG;
			args[i].reg = arch->arg_regs[i];
		} else {
			args[i].kind = ARGLOC_MEM;
			args[i].reg = arch->stack_reg;
			args[i].value = arch->stack_args + in_memory * arch->word_size;
		}
	}
	return args;
}

/* arg0 is the offset of the instruction that returns, arg1 the value. exit: the instruction; NULL:
 * it is not known. */
static struct argloc *return_args(struct finder *f, const struct pid_insn *exit)
{
	struct argloc *args = arena_make_n(f->list->arena, struct argloc, N_RETURN_ARGS);

	args[0] = (struct argloc){
		.kind = exit ? ARGLOC_TABLE : ARGLOC_NONE,
		.size = 8,
		.value = exit ? (int64_t)exit->offset : 0,
		.why = "where the function returns could not be found out",
	};
	args[1] = (struct argloc){
		.kind = ARGLOC_REG,
		.reg = f->file->arch->return_reg,
		.size = f->file->arch->word_size,
		.is_signed = true,
	};
	return args;
}

static bool has_site(const struct probe_site *sites, uint32_t n, const struct probe_site *site)
{
	for (uint32_t i = 0; i < n; i++)
		if (sites[i].offset == site->offset)
			return true;
	return false;
}

/* Few probes have more than one site, so they grow by one. */
static void add_site(struct finder *f, const struct probe_site *site, struct probe_site **sites,
		     uint32_t *n)
{
	struct probe_site *more;

	if (has_site(*sites, *n, site))
		return;
	more = arena_make_n(f->list->arena, struct probe_site, *n + 1);
	if (*n)
		memcpy(more, *sites, *n * sizeof(*more));
	more[*n] = *site;
	*sites = more;
	++*n;
}

static struct probe *add_probe(struct finder *f, const char *func, const char *name)
{
	struct probe *probe;
	bool is_new;

	probe = probe_list_add(f->list, &pid_provider, f->provider, f->pid, f->file->identity,
			       f->module, func, name, &is_new);
	f->n_found++;
	if (!is_new)
		return probe;
	probe->trigger = TRIGGER_SITE;
	probe->path = f->file->path;
	probe->label = f->label;
	probe->device = f->file->st.st_dev;
	probe->inode = f->file->st.st_ino;
	return probe;
}

static void add_probe_at(struct finder *f, const char *func, const char *name,
			 const struct probe_site *site)
{
	struct probe *probe = add_probe(f, func, name);

	add_site(f, site, &probe->sites, &probe->n_sites);
}

/* A site at an instruction of a function, if there may be one. */
static bool fill_site(struct finder *f, const struct pid_function *function,
		      const struct pid_insn *insn, struct probe_site *out)
{
	if (insn->insn.exec == ARCH_EXEC_REFUSED) {
		leave_out(f, insn->insn.why);
		return false;
	}
	*out = (struct probe_site){
		.offset = function->offset + insn->offset,
		.address = function->symbol->address + insn->offset,
		.exec = insn->insn.exec,
	};
	return true;
}

static void add_entry(struct finder *f, const char *name, struct probe_site site)
{
	site.args = f->entry_args;
	site.n_args = N_ARGS;
	add_probe_at(f, name, "entry", &site);
}

static void add_exits(struct finder *f, const struct pid_function *function,
		      const struct pid_exits *exits, struct probe_site **sites, uint32_t *n)
{
	vec_each(exit, &exits->insns) {
		struct probe_site site;

		if (!fill_site(f, function, exit, &site))
			continue;
		site.args = return_args(f, exit);
		site.n_args = N_RETURN_ARGS;
		add_site(f, &site, sites, n);
	}
}

/* The kernel's way to returns costs no more than an entry, and takes in every way out; but it does
 * not tell which one was taken, and is not safe in every process. There it is a probe on each exit,
 * and elsewhere if arg0 is asked for or no probe can stand on the first instruction. entry: a site
 * there; NULL: there can be none. */
static void add_return(struct finder *f, const struct pid_function *function,
		       const struct pid_exits *exits, const char *name,
		       const struct probe_site *entry)
{
	const bool is_known = !exits->why, is_exact = !f->returns_are_plain || !entry;
	struct probe_site site;
	struct probe *probe;

	if (!is_known && (is_exact || !exits->insns.len)) {
		leave_out(f, exits->why);
		return;
	}
	probe = add_probe(f, name, "return");
	if (is_exact) {
		add_exits(f, function, exits, &probe->sites, &probe->n_sites);
		return;
	}
	site = *entry;
	site.is_return = true;
	site.args = return_args(f, is_known && exits->insns.len == 1 ? exits->insns.data : NULL);
	site.n_args = N_RETURN_ARGS;
	add_site(f, &site, &probe->sites, &probe->n_sites);
	if (is_known && exits->insns.len > 1)
		add_exits(f, function, exits, &probe->exact_sites, &probe->n_exact_sites);
}

static void add_entry_and_return(struct finder *f, const struct pid_function *function,
				 const struct pid_code *code, const char *name)
{
	const struct pid_insn *first = pid_code_find(code, code->entry);
	struct pid_exits exits;
	struct probe_site site;
	bool can_enter;

	if (!first) {
		leave_out(f, "the function begins with no known instruction");
		return;
	}
	can_enter = fill_site(f, function, first, &site);
	if (can_enter && f->wants_entry)
		add_entry(f, name, site);
	if (!f->wants_return)
		return;
	pid_exits_find(f->file, function, f->fd, code, &exits);
	add_return(f, function, &exits, name, can_enter ? &site : NULL);
	pid_exits_fini(&exits);
}

static void add_offset(struct finder *f, const struct pid_function *function,
		       const struct pid_insn *insn, const char *name)
{
	auto_free char *text = xasprintf("%" PRIx64, f->is_absolute ? f->offset : insn->offset);
	struct probe_site site;

	if (!f->has_offset && !glob_match(f->desc->name, text))
		return;
	if (fill_site(f, function, insn, &site))
		add_probe_at(f, name, text, &site);
}

static void add_offsets(struct finder *f, const struct pid_function *function,
			const struct pid_code *code, const char *name)
{
	const struct pid_insn *insn;

	if (!f->has_offset) {
		vec_each(each, &code->insns)
			add_offset(f, function, each, name);
		if (code->is_broken)
			leave_out(f, "the code of the function cannot be decoded to its end");
		return;
	}
	insn = pid_code_find(code,
			     f->is_absolute ? f->offset - function->symbol->address : f->offset);
	if (insn)
		add_offset(f, function, insn, name);
	else if (f->is_absolute || f->offset < function->symbol->size)
		leave_out(f, "no instruction begins at that offset");
	else
		leave_out(f, "the offset lies outside of the function");
}

static void add_function(struct finder *f, const struct pid_function *function, const char *name)
{
	struct pid_code code;

	if (function->why) {
		leave_out(f, function->why);
		return;
	}
	pid_code_read(f->file, function, f->fd,
		      f->wants_offsets || f->wants_return ? UINT64_MAX : 32, &code);
	if (f->wants_entry || f->wants_return)
		add_entry_and_return(f, function, &code, name);
	if (f->wants_offsets)
		add_offsets(f, function, &code, name);
	pid_code_fini(&code);
}

/* A name that matches, in the arena; NULL: none does. What was mangled is called as in the source,
 * and may be asked for either way. */
static const char *matching_name(struct finder *f, const char *symbol)
{
	auto_free char *full = demangle(symbol, DEMANGLE_FULL), *name = NULL;

	if (full)
		name = demangle(symbol, DEMANGLE_NAME);
	if (!glob_match(f->desc->func, symbol) && !(full && glob_match(f->desc->func, full)) &&
	    !(name && glob_match(f->desc->func, name)))
		return NULL;
	return full ? arena_strdup(f->list->arena, full) : symbol;
}

static void find_by_name(struct finder *f, const struct pid_function *function)
{
	for (uint32_t i = 0; i < function->symbol->n_names; i++) {
		const char *name = matching_name(f, function->symbol->names[i]);

		if (name) {
			add_function(f, function, name);
			return;
		}
	}
}

/* pid1234:a.out:-:11d0 */
static void find_by_address(struct finder *f)
{
	const struct symtab_function *symbol = symtab_find(&f->file->symtab, f->offset);

	if (symbol)
		add_function(f, &f->file->functions[symbol - f->file->symtab.functions], "-");
	else
		leave_out(f, "no symbol tells where instructions begin at that address");
}

static bool is_too_much(const struct finder *f)
{
	return f->n_found > MAX_PROBES && !f->search->is_listing;
}

/* The file whose symbols were read; somebody may have put another one in its place since. */
static bool is_same_file(const struct finder *f, int fd)
{
	struct stat st;

	return fd >= 0 && !fstat(fd, &st) && st.st_dev == f->file->st.st_dev &&
	       st.st_ino == f->file->st.st_ino;
}

static void find_in_file(struct finder *f)
{
	auto_close int fd = open(f->file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (!is_same_file(f, fd)) {
		leave_out(f, "its file is not there any more, or another one");
		return;
	}
	f->fd = fd;
	f->label = arena_strdup(f->list->arena, f->object->path);
	f->module = base_name(f->label);
	f->entry_args = entry_args(f->list->arena, f->file->arch);
	if (f->is_absolute) {
		find_by_address(f);
		return;
	}
	for (size_t i = 0; i < f->file->symtab.n_functions && !is_too_much(f); i++)
		find_by_name(f, &f->file->functions[i]);
}

/* "libc" is libc.so.6. */
static bool is_called(const char *pattern, const char *name)
{
	const size_t len = strlen(pattern);

	if (glob_match(pattern, name))
		return true;
	return !glob_is_pattern(pattern) && !strncmp(pattern, name, len) && name[len] == '.';
}

static bool wants_object(const struct finder *f, const struct proc_object *object)
{
	const char *pattern = f->desc->module, *soname;

	if (!*pattern || is_called(pattern, base_name(object->path)) ||
	    glob_match(pattern, object->path) || (object->is_main && glob_match(pattern, "a.out")))
		return true;
	soname = pid_file_soname(f->list, object->open_path);
	return soname && is_called(pattern, soname);
}

/* What is mapped and is no program of this machine has no functions. */
static void find_in_object(struct finder *f, const struct proc_object *object)
{
	if (!wants_object(f, object) ||
	    pid_file_read(f->list, object->open_path, &f->file))
		return;
	f->object = object;
	find_in_file(f);
}

/* What was asked for by its name and cannot be had is told at any rate. */
static void tell_left_out(struct finder *f)
{
	if (f->n_found && !f->search->is_verbose)
		return;
	vec_each(each, &f->left_out)
		diag_warn(f->dg, &f->desc->loc, D_ATTACH, "%u probe%s of %s %s left out: %s",
			  each->n, each->n == 1 ? "" : "s", f->desc->text,
			  each->n == 1 ? "is" : "are", each->why);
}

/* What the last field asks for. */
static int read_name(struct finder *f)
{
	const char *name = f->desc->name;
	char *end;

	f->is_absolute = !strcmp(f->desc->func, "-");
	f->wants_entry = !f->is_absolute && glob_match(name, "entry");
	f->wants_return = !f->is_absolute && glob_match(name, "return");
	f->wants_offsets = !*name || glob_is_pattern(name) || f->is_absolute;
	if ((f->wants_entry || f->wants_return || f->wants_offsets) && !f->is_absolute)
		return 0;
	errno = 0;
	f->offset = strtoull(name, &end, 16);
	if (end == name || *end || errno)
		return diag_error(f->dg, &f->desc->loc, D_PDESC_INVAL,
				  "'%s' is an invalid probe name: entry, return or an offset in "
				  "hexadecimal", name);
	f->wants_offsets = f->has_offset = true;
	return 0;
}

static bool has_just_begun(const struct finder *f)
{
	const struct search *s = f->search;

	for (uint32_t i = s->n_pids; i < s->n_pids + s->n_begun; i++)
		if (s->pids[i] == f->pid)
			return true;
	return false;
}

static int find_in_process(struct finder *f)
{
	const struct proc_object *objects;
	uint32_t n_hidden = 0;
	int n = proc_objects(f->search->procs, &f->pid, 1, f->dg, &objects, &n_hidden);

	if (n_hidden) {
		diag_error(f->dg, &f->desc->loc, D_PERMISSION,
			   "process %d may not be looked at", f->pid);
		diag_hint(f->dg, "it takes CAP_SYS_PTRACE, or to be its user");
		return -EPERM;
	}
	f->returns_are_plain = f->wants_return &&
			       !pid_returns_astray(f->list, objects, n, has_just_begun(f));
	for (int i = 0; i < n; i++)
		find_in_object(f, &objects[i]);
	if (is_too_much(f))
		return diag_error(f->dg, &f->desc->loc, D_PDESC_INVAL,
				  "%s is more than %d probes, which is too many", f->desc->text,
				  MAX_PROBES);
	return n < 0 ? n : 0;
}

static bool pid_claims(const struct probe_desc *desc)
{
	int pid;

	return probe_desc_wants_provider(desc, "pid", &pid) && pid;
}

static int pid_find(const struct search *search, const struct probe_desc *desc,
		    struct probe_list *out, struct diag *dg)
{
	struct finder f = { .search = search, .desc = desc, .list = out, .dg = dg };
	int ret;

	if (!search->procs)
		return 0;
	f.pid = probe_desc_pid(desc);
	f.provider = desc->provider;
	ret = read_name(&f);
	if (!ret)
		ret = find_in_process(&f);
	if (!ret)
		tell_left_out(&f);
	vec_fini(&f.left_out);
	return ret;
}

/* Linux 6.18 makes of a nop of 5 bytes a call that destroys data; see providers/usdt.c. Such nops
 * pad the code of every program. */
static bool check_site(struct sites *sites, const struct attach_point *point, int fd)
{
	(void)fd;
	if (point->probe->sites[point->site].exec != ARCH_EXEC_NOP5 ||
	    !kern_has(sites->caps, KERN_NOP5_BROKEN))
		return true;
	sites->n_refused++;
	return false;
}

static int pid_attach(struct kern_caps *caps, int prog_fd, const struct attach_point *points,
		      uint32_t n, struct kern_links *links, struct diag *dg)
{
	struct sites sites = { .caps = caps, .dg = dg, .check = check_site };
	int ret = sites_attach(&sites, prog_fd, points, n, links);

	if (sites.n_refused)
		diag_warn(dg, NULL, D_ATTACH,
			  "%u of %u sites are left out: nops of 5 bytes, of which this kernel "
			  "makes calls that destroy the program's data", sites.n_refused, n);
	return ret;
}

const struct provider pid_provider = {
	.name = "pid",
	.doc = "The functions of one process: pidPID:MODULE:FUNCTION:entry, return, or an offset "
	       "in hexadecimal. The module is a file that the process has mapped, a.out its "
	       "program.",
	.comes_with_files = true,
	.claims = pid_claims,
	.find = pid_find,
	.attach = pid_attach,
	.review = pid_returns_review,
};
