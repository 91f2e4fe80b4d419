/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/gen.h"

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtrace-gen/call.h"
#include "dtrace-gen/cpp.h"
#include "dtrace-gen/header.h"
#include "dtrace-gen/model.h"
#include "dtrace-gen/object.h"
#include "dtrace-gen/options.h"
#include "dtrace-gen/patch.h"
#include "dtrace-gen/scan.h"
#include "dtrace-gen/strict.h"
#include "runtime/base/alloc.h"
#include "runtime/base/arena.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/file.h"
#include "runtime/base/str.h"
#include "runtime/lang/parse.h"
#include "runtime/lang/source.h"
#include "runtime/lang/type.h"

enum { EXIT_USAGE = 2 };

/* One run, from the command line to the bytes. */
struct run {
	const struct options *opts;
	struct arena *arena;
	struct diag *dg;
	struct model model;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* -o, or the script's name in the current folder with the suffix instead of its own. */
static char *output_name(const struct run *run, const char *suffix)
{
	const char *base = base_name(run->opts->scripts.list.data[0]);
	const char *dot = strrchr(base, '.');
	int len = dot && dot != base ? (int)(dot - base) : (int)strlen(base);

	if (run->opts->output)
		return xstrdup(run->opts->output);
	return xasprintf("%.*s%s", len, base, suffix);
}

/* What stands behind #ifndef: the file's name in capitals. */
static char *guard_name(const char *path)
{
	char *guard = xasprintf("_%s", base_name(path));

	for (char *c = guard; *c; c++)
		*c = isalnum((unsigned char)*c) ? toupper((unsigned char)*c) : '_';
	return guard;
}

static int run_header(struct run *run, const char *output, struct str *out)
{
	auto_str struct str source = { 0 };
	auto_free char *guard = NULL;

	vec_each(script, &run->opts->scripts.list) {
		str_puts(&source, source.len ? ", " : "");
		str_puts(&source, base_name(*script));
	}
	guard = guard_name(strcmp(output, "-") ? output : "stdout.h");
	return header_render(&run->model, &(struct header_opts) {
		.template = run->opts->template,
		.is_call_style = run->opts->is_call_style,
		.guard = guard,
		.source = str_text(&source),
	}, run->dg, out);
}

/* The width that the build compiles for, where no object tells: from an option, else from the
 * compiler's flags in the environment. */
static uint32_t told_word_size(const struct options *opts)
{
	static const char *const variables[] = { "CC", "CFLAGS" };
	auto_words struct words words = { 0 };

	if (opts->word_size)
		return opts->word_size;
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++)
		if (getenv(variables[i]))
			words_split(&words, getenv(variables[i]));
	return words_contain(&words, "-m32") ? 4 : 0;
}

/* What -G has read of its operands, and what they become. Nothing is written before all is known
 * to be well. */
struct objects {
	VEC(struct scan) scans;
	VEC(struct str) changed;	/* in the same order; empty: left alone */
	struct calls calls;
	struct target target;
};

static int read_objects(struct run *run, struct objects *objects)
{
	int result = 0;

	vec_each(path, &run->opts->objects.list)
		result |= scan_object(*path, &objects->calls, &objects->target, run->dg,
				      vec_add(&objects->scans));
	if (!run->opts->objects.list.len && run->opts->is_call_style)
		vec_each(call, &objects->calls.list)
			call->needs_stub = true;
	if (!result && !objects->target.machine)
		result = target_of_host(told_word_size(run->opts), run->dg, &objects->target);
	return result;
}

/* The machine of objects that the linker compiles is known at last. */
static int check_stubs(struct run *run, const struct objects *objects)
{
	const struct target *target = &objects->target;

	if (call_is_supported(target->machine, target->word_size))
		return 0;
	vec_each(call, &objects->calls.list)
		if (call->needs_stub)
			return diag_error(run->dg, NULL, D_UNSUPPORTED, "no %s can be made: the "
					  "call style is supported on x86-64 and AArch64 only",
					  call->symbol);
	return 0;
}

static int change_objects(struct run *run, struct objects *objects, const struct object_opts *opts)
{
	int result = 0;

	vec_each(scan, &objects->scans) {
		struct str *bytes = vec_add(&objects->changed);

		if (!result && (scan->symbols.len || scan->sites.len))
			result = patch_object(scan, opts, run->dg, bytes);
	}
	return result;
}

/* A link leads to the file that is meant. */
static int write_objects(struct run *run, const struct objects *objects)
{
	int result = 0;

	for (size_t i = 0; !result && i < objects->changed.len; i++) {
		const struct str *bytes = &objects->changed.data[i];
		auto_free char *path = bytes->len ? realpath(objects->scans.data[i].path, NULL)
						  : NULL;

		if (bytes->len)
			result = file_write(path ? path : objects->scans.data[i].path,
					      bytes->data, bytes->len, run->dg);
	}
	return result;
}

static int run_object(struct run *run, const char *output, struct str *out)
{
	struct object_opts opts = { .is_visible = run->opts->is_stap_v2 };
	struct objects objects = { 0 };
	int result;

	(void)output;
	calls_init(&objects.calls, &run->model);
	result = read_objects(run, &objects);
	if (!result)
		result = check_stubs(run, &objects);
	if (!result)
		result = change_objects(run, &objects, &opts);
	if (!result)
		result = object_build(&run->model, &objects.calls, &objects.target, &opts, run->dg,
				      out);
	if (!result)
		result = write_objects(run, &objects);
	vec_each(scan, &objects.scans)
		scan_fini(scan);
	vec_each(bytes, &objects.changed)
		str_fini(bytes);
	vec_fini(&objects.scans);
	vec_fini(&objects.changed);
	calls_fini(&objects.calls);
	return result;
}

static const struct mode {
	char letter;
	const char *suffix;
	int (*make)(struct run *run, const char *output, struct str *out);
} modes[] = {
	{ 'h', ".h", run_header },
	{ 'G', ".o", run_object },
};

static int read_script(struct run *run, struct type_table *types, const char *path)
{
	const struct parse_opts parse_opts = {
		.mode = run->opts->is_strict ? PARSE_PROVIDER_STRICT : PARSE_PROVIDER,
	};
	const struct source *source;
	struct unit unit;
	int result;

	source = run->opts->use_cpp ? cpp_read(run->arena, path, &run->opts->cpp, run->dg)
				    : source_read(run->arena, path, run->dg);
	if (!source)
		return -EINVAL;
	result = parse_unit(run->arena, types, source, &parse_opts, run->dg, &unit);
	if (!result && run->opts->is_strict)
		result = strict_check(&unit, path, run->dg);
	return result ? result : model_add(&run->model, run->arena, &unit, run->dg);
}

static int run_mode(struct run *run, const struct mode *mode)
{
	const int bits = told_word_size(run->opts) == 4 ? 32 : 64;
	struct type_table *types;
	auto_free char *output = output_name(run, mode->suffix);
	auto_str struct str bytes = { 0 };
	int result = 0;

	model_init(&run->model, type_table_new(run->arena, bits));
	types = type_table_new(run->arena, bits);
	vec_each(script, &run->opts->scripts.list)
		result |= read_script(run, types, *script);
	if (!result)
		result = mode->make(run, output, &bytes);
	return result ? result : file_write(output, str_text(&bytes), bytes.len, run->dg);
}

static int run_options(const struct options *opts, const char *program, struct diag *dg)
{
	struct run run = { .opts = opts, .arena = arena_new(), .dg = dg };
	int result = 0;

	if (opts->mode == 'V')
		printf("%s: %s\n", program, PACKAGE_STRING);
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++)
		if (modes[i].letter == opts->mode)
			result = run_mode(&run, &modes[i]);
	model_fini(&run.model);
	arena_free(run.arena);
	return result;
}

static void print_usage(const char *program)
{
	fprintf(stderr,
		"usage: %s -h -s FILE.d [-C [-D NAME] [-I DIR]] [-x header=call]\n"
		"       [-x template=FILE] [-o FILE]\n"
		"       %s -G -s FILE.d [-C ...] [-32|-64] [-o FILE] [OBJECT ...]\n"
		"       %s -V\n", program, program, program);
}

int gen_main(int argc, char **argv, const char *program)
{
	struct options opts = { 0 };
	struct diag *dg = diag_new();
	int status = EXIT_USAGE;

	/* A closed pipe and a limit on files are errors to be told. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);

	if (!options_parse(argc, argv, dg, &opts))
		status = run_options(&opts, program, dg) ? EXIT_FAILURE : EXIT_SUCCESS;
	diag_print(dg, stderr, &(struct diag_style) {
		.program = program,
		.show_tags = opts.show_tags,
	});
	if (status == EXIT_USAGE)
		print_usage(program);
	options_fini(&opts);
	diag_free(dg);
	return status;
}
