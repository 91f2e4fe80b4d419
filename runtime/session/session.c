/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/session.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/map.h"
#include "runtime/builtins/aggs.h"
#include "runtime/compile/stability.h"
#include "runtime/kern/btf.h"
#include "runtime/kern/link.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"
#include "runtime/output/flow.h"
#include "runtime/probe/arch.h"
#include "runtime/proc/proc.h"
#include "runtime/proc/symbols.h"
#include "runtime/proc/target.h"
#include "runtime/session/retain.h"
#include "runtime/session/session_impl.h"
#include "runtime/session/usertypes.h"

/* Types that nobody declared */

/* Those of -p and -c, and the files of probes that were found: no more is known of a provider that
 * names no process. */
void session_learn_files(struct session *s)
{
	vec_each(pid, &s->pids)
		usertypes_add_process(s->usertypes, *pid);
	for (uint32_t i = 0; i < s->config.n_files; i++)
		usertypes_add_file(s->usertypes, s->config.files[i]);
	for (; s->n_learned < s->probes.probes.len; s->n_learned++) {
		const struct probe *probe = s->probes.probes.data[s->n_learned];

		if (probe->trigger == TRIGGER_SITE)
			usertypes_add_file(s->usertypes, probe->path);
	}
}

static bool kernel_type(struct session *s, const char *module, const char *name,
			struct type_answer *out)
{
	if (module && strcmp(module, TYPE_KERNEL))
		return false;
	out->text = kern_btf_declare(s->btf, name);
	out->module = TYPE_KERNEL;
	out->space = SPACE_KERNEL;
	return out->text;
}

/* Where the program does not say whose type it means, those who trace a process mean that one's. */
static bool find_type(void *ctx, const char *module, const char *name, struct type_answer *out)
{
	struct session *s = ctx;
	bool is_kernels = module && !strcmp(module, TYPE_KERNEL);

	session_learn_files(s);
	return (!is_kernels && usertypes_find(s->usertypes, module, name, out)) ||
	       kernel_type(s, module, name, out);
}

static const char *function_params(void *ctx, const struct probe *probe)
{
	struct session *s = ctx;

	return usertypes_function(s->usertypes, probe->path, probe->func, probe->sites->address);
}

static void begin_reading(struct session *s)
{
	s->arena = arena_new();
	s->types = type_table_new(s->arena, sizeof(long) == 8 ? 64 : 32);
	kern_btf_forget(s->btf);
	usertypes_forget(s->usertypes);
	type_table_set_source(s->types, find_type, s);
	argtypes_init(&s->argtypes, s->arena, s->types);
	s->argtypes.functions = function_params;
	s->argtypes.functions_ctx = s;
}

static void free_reading(struct reading *reading)
{
	vec_fini(&reading->units);
	argtypes_fini(&reading->argtypes);
	arena_free(reading->arena);
}

struct session *session_new(const struct session_config *config, struct diag *dg)
{
	struct session *s = xcalloc(1, sizeof(*s));

	s->config = *config;
	s->dg = dg;
	s->burden.usage.stats = -1;
	options_init(&s->opts);
	s->procs = proc_cache_new("/proc");
	s->symbols = proc_symbols_new("/proc");
	s->btf = kern_btf_new();
	s->usertypes = usertypes_new(s->procs);
	begin_reading(s);
	probe_list_init(&s->probes);
	return s;
}

void session_free(struct session *s)
{
	if (!s)
		return;
	kern_links_close(s->links);
	kern_usage_end(&s->burden.usage);
	session_targets_fini(s);
	vec_each(t, &s->targets)
		target_release(*t);
	vec_fini(&s->targets);
	session_unwind_end(s);
	loaded_fini(&s->loaded);
	session_forget_aggs(s);
	aggs_free(s->consumer.aggs);
	flow_free(s->flow);
	compiled_free(s->compiled);
	retain_free(s->retain);
	free(s->drops);
	str_fini(&s->out);
	session_speculations_fini(s);
	if (s->reopened)
		fclose(s->reopened);
	vec_fini(&s->units);
	vec_each(reading, &s->readings)
		free_reading(reading);
	vec_fini(&s->readings);
	session_later_fini(s);
	vec_fini(&s->texts);
	vec_fini(&s->pids);
	vec_fini(&s->args_used);
	vec_fini(&s->depends);
	map_free(s->shipped);
	probe_list_fini(&s->probes);
	argtypes_fini(&s->argtypes);
	kern_btf_free(s->btf);
	usertypes_free(s->usertypes);
	proc_symbols_free(s->symbols);
	proc_cache_free(s->procs);
	arena_free(s->arena);
	free(s);
}

void session_set_output(struct session *s, FILE *f)
{
	s->config.out = f;
}

struct options *session_options(struct session *s)
{
	return &s->opts;
}

static int add_target(struct session *s, struct target *target)
{
	if (!target)
		return -ESRCH;
	vec_push(&s->targets, target);
	vec_push(&s->pids, target_pid(target));
	return 0;
}

int session_grab(struct session *s, pid_t pid)
{
	int err = add_target(s, target_grab(pid, s->dg));

	if (!err)
		s->n_grabbed++;
	return err;
}

int session_start(struct session *s, const char *command)
{
	return add_target(s, target_start(command, (enum target_evaltime)s->opts.evaltime, s->dg));
}

/* Adding programs */

/* An option holds from where it stands: defaultargs for the macro variables behind it. */
static void set_pragma(struct session *s, const struct node_pragma *p, struct diag *dg)
{
	if (!strcmp(p->words[1], "option"))
		options_set(&s->opts, p->text, OPTION_PROGRAM, &p->node.loc, dg);
}

/* Of a library this was asked before. */
static void check_dependence(struct session *s, const struct node_pragma *p)
{
	if (strcmp(p->words[1], "depends_on"))
		return;
	if (!strcmp(p->words[2], "library"))
		diag_error(s->dg, &p->node.loc, D_PRAGMA_DEPEND,
			   "main program may not explicitly depend on a library");
	else if (!strcmp(p->words[2], "provider"))
		vec_push(&s->depends, p);
	else if (!session_meets(p))
		diag_error(s->dg, &p->node.loc, D_PRAGMA_DEPEND, "program requires %s %s",
			   p->words[2], p->words[3]);
}

/* A provider that names a process, pid123 or postgresql123, leads to its types. */
static void hear_probe(void *ctx, const char *text)
{
	struct session *s = ctx;
	size_t len = strcspn(text, ":"), at = len;

	while (at && isdigit((unsigned char)text[at - 1]))
		at--;
	if (at && at < len && text[len])
		usertypes_add_process(s->usertypes, atoi(text + at));
}

static void hear_pragma(void *ctx, const struct node_pragma *p)
{
	struct diag *untold = diag_new();

	set_pragma(ctx, p, untold);
	diag_free(untold);
}

/* Mistakes are told behind those of the parser, and found again by who compiles or lists: the rest
 * may have some as well. */
static void set_pragmas(struct session *s, const struct unit *unit, bool is_program)
{
	for (const struct node *n = unit->nodes; n; n = n->next) {
		if (n->kind != NODE_PRAGMA)
			continue;
		set_pragma(s, node_pragma(n), s->dg);
		if (is_program)
			check_dependence(s, node_pragma(n));
	}
}

/* what is NULL for a library. */
static int add_source(struct session *s, const struct source *src, enum desc_field field,
		      const char *what)
{
	struct parse_opts opts = {
		.mode = PARSE_PROGRAM,
		.macro = session_macro,
		.macro_ctx = s,
		.probe = hear_probe,
		.keeps_target = s->pids.len > 1,
		.pragma = hear_pragma,
		.pragma_ctx = s,
	};
	struct compile_unit unit = { .field = field };
	int err = session_add_shipped(s, src);

	if (!err)
		err = parse_unit(s->arena, s->types, src, &opts, s->dg, &unit.unit);

	if (err)
		return err;
	vec_push(&s->units, unit);
	vec_push(&s->texts, ((struct program_text){ what, src }));
	set_pragmas(s, &unit.unit, what);
	return 0;
}

int session_add_library(struct session *s, const struct source *src)
{
	const struct node *n;
	int err = add_source(s, src, DESC_NAME, NULL);

	for (n = err ? NULL : s->units.data[s->units.len - 1].unit.nodes; n; n = n->next)
		if (n->kind == NODE_CLAUSE)
			return diag_error(s->dg, &n->loc, D_SYNTAX,
					  "a library has declarations and no clauses");
	return err;
}

int session_read_shipped(struct session *s, const struct source *src)
{
	int err = add_source(s, src, DESC_NAME, NULL);

	if (!err)
		s->units.data[s->units.len - 1].is_shipped = true;
	return err;
}

int session_add_text(struct session *s, const char *name, const char *text, size_t len,
		     enum desc_field field)
{
	int crop = (int)strcspn(text, "{/;");

	return add_source(s, source_from_text(s->arena, name, text, len), field,
			  arena_printf(s->arena, "description '%.*s'", crop, text));
}

int session_add_file(struct session *s, const char *path)
{
	const struct source *src =
		s->config.read ? s->config.read(s->config.read_ctx, s->arena, path, s->dg)
			       : source_read(s->arena, path, s->dg);

	if (!src)
		return -EINVAL;
	return add_source(s, src, DESC_NAME, arena_printf(s->arena, "script '%s'", path));
}

uint32_t session_n_programs(const struct session *s)
{
	return (uint32_t)s->units.len;
}

/* Compiling */

static int kernel_member(void *ctx, const char *type, const char *member, struct diag *dg)
{
	struct session *s = ctx;

	return kern_btf_member_offset(s->btf, type, member, dg);
}

void session_set_search(struct session *s)
{
	bool only_files = s->config.is_listing && s->config.n_files && !s->pids.len;

	s->search = (struct search){
		.procs = only_files ? NULL : s->procs,
		.pids = s->pids.data,
		.n_pids = s->n_grabbed,
		.n_begun = (uint32_t)s->pids.len - s->n_grabbed,
		.files = s->config.files,
		.n_files = s->config.n_files,
		.is_listing = s->config.is_listing,
		.is_verbose = s->config.is_verbose,
	};
}

/* Who may not trace may still compile, as for a current kernel; loading tells what is missing. */
static bool assume_caps(struct session *s)
{
	struct diag *untold = diag_new();
	bool is_assumed = kern_check_privileges(untold);

	if (is_assumed)
		for (int feature = 0; feature < KERN_N_FEATURES; feature++)
			kern_set(&s->caps, feature, feature != KERN_NOP5_BROKEN);
	diag_free(untold);
	return is_assumed;
}

static uint32_t n_clauses(const struct session *s)
{
	uint32_t n = 0;

	vec_each(unit, &s->units)
		n += unit->unit.n_clauses;
	return n;
}

/* As before, but for the pragmas, which hold already. */
static int read_again(struct session *s, struct diag *dg)
{
	struct reading before = { s->arena, s->types, s->argtypes, { 0 } };
	struct parse_opts opts = {
		.mode = PARSE_PROGRAM,
		.macro = session_macro,
		.macro_ctx = s,
		.keeps_target = s->pids.len > 1,
	};
	int err = 0;

	begin_reading(s);
	for (size_t i = 0; i < s->units.len && !err; i++) {
		struct compile_unit *unit = &s->units.data[i];

		vec_push(&before.units, *unit);
		err = parse_unit(s->arena, s->types, s->texts.data[i].source, &opts, dg,
				 &unit->unit);
	}
	vec_push(&s->readings, before);
	return err;
}

static struct ebpf_pid_ns pid_ns(void)
{
	struct ebpf_pid_ns ns = { 0 };

	if (!kern_is_first_pid_ns())
		kern_pid_ns(&ns.device, &ns.inode);
	return ns;
}

static struct compile_input compile_input(struct session *s, const struct search *search)
{
	return (struct compile_input){
		.arena = s->arena,
		.types = s->types,
		.units = s->units.data,
		.n_units = (uint32_t)s->units.len,
		.opts = &s->opts,
		.providers = s->config.providers,
		.search = search,
		.probes = &s->probes,
		.targets = s->pids.data,
		.n_targets = (uint32_t)s->pids.len,
		.argtypes = &s->argtypes,
		.arch = arch_host(),
		.n_cpus = (uint32_t)kern_n_cpus(),
		.only_own = s->config.only_own,
		.owner = getuid(),
		.pid_ns = pid_ns(),
		.caps = &s->caps,
		.kernel_member = kernel_member,
		.kernel_ctx = s,
		.symbols = session_find_variable,
		.symbols_ctx = s,
	};
}

struct compiled *session_compile_again(struct session *s, const struct search *search,
				       struct diag *dg)
{
	struct compile_input in;

	if (read_again(s, dg))
		return NULL;
	in = compile_input(s, search);
	in.before = s->compiled;
	return compile(&in, dg);
}

int session_compile(struct session *s)
{
	struct compile_input in;
	int err = session_check_args_used(s);

	if (err)
		return err;
	if (!n_clauses(s))
		return diag_error(s->dg, NULL, D_EMPTY, "no probes specified");
	session_set_search(s);
	err = session_check_providers(s);
	if (err)
		return err;
	if (!assume_caps(s))
		session_later_prepare(s);
	in = compile_input(s, &s->search);
	s->compiled = compile(&in, s->dg);
	return s->compiled ? 0 : -EINVAL;
}

void session_dump(const struct session *s, struct str *out)
{
	ir_dump(out, s->compiled->module);
	ebpf_program_dump(out, s->compiled->program);
}

uint32_t session_matched(const struct session *s, uint32_t i, const char **what)
{
	*what = s->texts.data[i].what;
	return s->units.data[i].n_matched;
}

void session_stability(const struct session *s, struct str *out)
{
	const char *before = "";
	struct probe_attr probes = stability_minimum(s->compiled->probes.data,
						     (uint32_t)s->compiled->probes.len);

	str_puts(out, "\nStability attributes for ");
	vec_each(text, &s->texts) {
		if (text->what)
			str_printf(out, "%s%s", before, text->what);
		if (text->what)
			before = ", ";
	}
	str_puts(out, ":\n");
	stability_print(out, "Minimum Probe Description Attributes", &probes);
	stability_print(out, "Minimum Statement Attributes", &s->compiled->statements);
	str_putc(out, '\n');
}

/* Into the kernel */

bool session_limit_privileges(void)
{
	return kern_limit_privileges();
}

int session_check_privileges(struct session *s)
{
	return kern_check_privileges(s->dg);
}

int session_load(struct session *s)
{
	int err;

	if (s->compiled->is_destructive && !s->opts.destructive)
		return diag_error(s->dg, NULL, D_DESTRUCTIVE,
				  "could not enable tracing: Destructive actions not allowed");
	if (!s->opts.demangle)
		proc_symbols_keep_mangled(s->symbols);
	err = loaded_init(&s->loaded, s->compiled, &s->caps, s->dg);
	if (err)
		return err;
	err = session_unwind_begin(s);
	if (err)
		return err;
	s->consumer = (struct consumer){
		.out = &s->out,
		.layout = &s->compiled->layout,
		.probes = s->compiled->probes.data,
		.env = session_symbols_env(s),
		.sink = &session_sink,
		.sink_ctx = s,
	};
	if (s->opts.bufpolicy == BUFPOLICY_RING)
		s->retain = retain_new((size_t)s->opts.bufsize);
	session_make_aggs(s);
	session_apply_options(s);
	return 0;
}
