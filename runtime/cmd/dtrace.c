/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* The dtrace command: its options become a session, whose steps are taken one after another. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "dtrace-gen/cpp.h"
#include "dtrace-gen/gen.h"
#include "dtrace-gen/words.h"
#include "providers/providers.h"
#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/cmd/cmdline.h"
#include "runtime/lang/source.h"
#include "runtime/session/session.h"

enum { EXIT_USAGE = 2 };

struct run {
	struct cmdline cl;
	struct diag *dg;
	struct words cpp_options;
	struct session *session;
	FILE *out;
	bool only_own;
};

static struct source *read_script(void *ctx, struct arena *arena, const char *path,
				  struct diag *dg)
{
	struct run *run = ctx;

	if (!run->cl.preprocess)
		return source_read(arena, path, dg);
	return cpp_read(arena, path, &run->cpp_options, dg);
}

/* Late, so that a program with mistakes leaves no empty file behind. */
static int open_output(struct run *run)
{
	FILE *f;

	if (!run->cl.output)
		return 0;
	f = fopen(run->cl.output, "ae");
	if (f) {
		run->out = f;
		session_set_output(run->session, f);
		return 0;
	}
	return diag_errno(run->dg, NULL, D_FILE, errno, "cannot open %s", run->cl.output);
}

static int set_option(struct run *run, const char *setting)
{
	return options_set(session_options(run->session), setting, OPTION_CMDLINE, NULL, run->dg);
}

static int set_options(struct run *run)
{
	auto_free char *bufsize = NULL;
	int err = 0;

	if (run->cl.bufsize) {
		bufsize = xasprintf("bufsize=%s", run->cl.bufsize);
		err = set_option(run, bufsize);
	}
	vec_each(setting, &run->cl.settings) {
		int e = set_option(run, *setting);

		err = e ? e : err;
	}
	vec_each(option, &run->cl.cpp_options)
		words_add(&run->cpp_options, *option);
	if (session_options(run->session)->cpp)
		run->cl.preprocess = true;
	return err;
}

static int grab_processes(struct run *run)
{
	vec_each(text, &run->cl.pids) {
		char *end;
		long pid = strtol(*text, &end, 10);
		int err;

		if (pid <= 0 || pid > INT32_MAX || *end)
			return diag_error(run->dg, NULL, D_USAGE, "-p %s: this is no process id",
					  *text);
		err = session_grab(run->session, (pid_t)pid);
		if (err)
			return err;
	}
	vec_each(command, &run->cl.commands) {
		int err = session_start(run->session, *command);

		if (err)
			return err;
	}
	return 0;
}

static int add_programs(struct run *run)
{
	int err = session_add_libraries(run->session, run->cl.libraries.data,
					(uint32_t)run->cl.libraries.len);

	vec_each(p, &run->cl.programs) {
		char name[] = { '-', p->letter, '\0' };
		int e = p->is_file ? session_add_file(run->session, p->text)
				   : session_add_text(run->session, name, p->text,
						      strlen(p->text), p->field);

		err = e ? e : err;
	}
	return err;
}

static void tell_matched(struct run *run)
{
	if (session_options(run->session)->quiet)
		return;
	for (uint32_t i = 0; i < session_n_programs(run->session); i++) {
		const char *what;
		uint32_t n = session_matched(run->session, i, &what);

		if (!what)
			continue;
		fprintf(stderr, "dtrace: %s matched %u probe%s\n", what, n, n == 1 ? "" : "s");
	}
	if (session_options(run->session)->destructive)
		fputs("dtrace: allowing destructive actions\n", stderr);
}

static void dump(struct run *run)
{
	auto_str struct str text = { 0 };

	if (run->cl.dump)
		session_dump(run->session, &text);
	if (run->cl.verbose)
		session_stability(run->session, &text);
	fputs(str_text(&text), stderr);
}

/* Warnings are told as soon as they are known; errors end the run and are told by main(). */
static void tell_warnings(struct run *run)
{
	struct diag_style style = { .program = "dtrace" };

	if (run->session)
		style.show_tags = session_options(run->session)->errtags;
	diag_print(run->dg, stderr, &style);
}

static int trace(struct run *run, int *status)
{
	int err = session_compile(run->session);

	if (err)
		return err;
	dump(run);
	if (run->cl.compile_only)
		return 0;
	err = open_output(run);
	if (!err)
		err = session_load(run->session);
	if (!err)
		err = session_attach(run->session);
	if (err)
		return err;
	tell_warnings(run);
	tell_matched(run);
	return session_run(run->session, status);
}

static int prepare(struct run *run)
{
	struct session_config config = {
		.providers = providers,
		.out = stdout,
		.err = stderr,
		.files = run->cl.files.data,
		.n_files = (uint32_t)run->cl.files.len,
		.args = run->cl.args.data,
		.n_args = (uint32_t)run->cl.args.len,
		.is_listing = run->cl.mode == CMD_LIST,
		.is_verbose = run->cl.verbose,
		.only_own = run->only_own,
		.read = read_script,
		.read_ctx = run,
	};
	int err;

	run->session = session_new(&config, run->dg);
	err = set_options(run);
	if (!err && run->cl.mode == CMD_TRACE && !run->cl.compile_only)
		err = session_check_privileges(run->session);
	if (!err)
		err = grab_processes(run);
	return err ? err : add_programs(run);
}

static int run_session(struct run *run)
{
	int status = 0;
	int err = prepare(run);

	if (!err && run->cl.mode == CMD_LIST)
		err = session_list(run->session, run->cl.verbose);
	else if (!err)
		err = trace(run, &status);
	tell_warnings(run);
	session_free(run->session);
	words_fini(&run->cpp_options);
	if (fclose(run->out) && !err) {
		fprintf(stderr, "dtrace: cannot write the output: %s\n", strerror(errno));
		err = -EIO;
	}
	return err ? EXIT_FAILURE : status;
}

static int usage(int status)
{
	auto_str struct str text = { 0 };

	cmdline_usage(&text);
	fputs(text.data, status ? stderr : stdout);
	return status;
}

/* One short case for each mode. */
static int dispatch(struct run *run, int argc, char **argv)
{
	switch (run->cl.mode) {
	case CMD_HEADER:
	case CMD_OBJECT:
		return gen_main(argc, argv, "dtrace");
	case CMD_VERSION:
		puts("dtrace: Fasttrap D " PACKAGE_VERSION);
		return 0;
	case CMD_HELP:
		return usage(EXIT_USAGE);
	case CMD_TRACE:
	case CMD_LIST:
		return run_session(run);
	}
	return EXIT_USAGE;
}

int main(int argc, char **argv)
{
	struct run run = {
		.dg = diag_new(),
		.out = stdout,
		.only_own = session_limit_privileges(),
	};
	int status;

	if (cmdline_parse(argc, argv, &run.cl, run.dg)) {
		tell_warnings(&run);
		status = EXIT_USAGE;
	} else {
		status = dispatch(&run, argc, argv);
	}
	cmdline_fini(&run.cl);
	diag_free(run.dg);
	return status;
}
