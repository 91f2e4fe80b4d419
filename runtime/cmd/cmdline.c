/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/cmd/cmdline.h"

#include <getopt.h>
#include <string.h>

#include "runtime/base/diag.h"
#include "runtime/base/str.h"

/* Every option, once: the parser and the usage text are made from these rows. */
struct option_row {
	char letter;
	const char *arg;	/* NULL: it has none */
	const char *doc;
};

static const struct option_row rows[] = {
	{ 'b', "size", "set the size of the buffers, as -x bufsize does" },
	{ 'C', NULL, "run the C preprocessor on scripts" },
	{ 'c', "command", "run the command, and end when it ends" },
	{ 'D', "name[=def]", "define a macro for the preprocessor" },
	{ 'e', NULL, "compile only, then exit" },
	{ 'F', NULL, "indent by entry and return" },
	{ 'f', "func", "enable or list probes of the function" },
	{ 'G', NULL, "make an object file for provider definitions: dtrace-gen(1)" },
	{ 'h', NULL, "make a header file for provider definitions: dtrace-gen(1)" },
	{ 'I', "dir", "look for the preprocessor's files there" },
	{ 'i', "id", "enable or list the probe with this number" },
	{ 'L', "dir", "read D libraries from the folder" },
	{ 'l', NULL, "list probes" },
	{ 'm', "module", "enable or list probes of the module" },
	{ 'n', "name", "enable or list probes of this name; a whole D program may follow it" },
	{ 'o', "file", "append the output to the file" },
	{ 'P', "provider", "enable or list probes of the provider" },
	{ 'p', "pid", "trace this process" },
	{ 'q', NULL, "quiet: only print what the program says" },
	{ 'S', NULL, "show the compiled program on stderr" },
	{ 's', "script", "read the D program from a file" },
	{ 'U', "name", "undefine a macro for the preprocessor" },
	{ 'V', NULL, "print the version" },
	{ 'v', NULL, "verbose: with -l arguments and sites, else stabilities" },
	{ 'w', NULL, "allow destructive actions" },
	{ 'x', "opt[=value]", "set an option" },
	{ 'Z', NULL, "allow descriptions that match no probe" },
};

enum { N_ROWS = sizeof(rows) / sizeof(rows[0]) };

/* DTrace's options that are not there. */
static const struct {
	char letter;
	const char *reason;
} refused[] = {
	{ 'A', "there is no anonymous tracing: the kernel cannot trace before it has a consumer" },
	{ 'a', "there is no anonymous tracing whose state could be claimed" },
	{ 'H', "the preprocessor is the system's; set CPP to one with that option" },
	{ 'X', "the preprocessor is the system's; set CPP to another" },
};

void cmdline_usage(struct str *out)
{
	str_puts(out,
		 "Usage: dtrace [-CeFGhlqSvVwZ] [-b size] [-c command] [-o file] [-p pid]\n"
		 "              [-s script] [-P provider [[predicate] action]]\n"
		 "              [-m [provider:] module ...] [-f [[provider:] module:] func ...]\n"
		 "              [-n [...:] name ...] [-i id ...] [-x opt[=value]]\n"
		 "              [-D -I -L -U ...] [args ...]\n\n");
	for (int i = 0; i < N_ROWS; i++)
		str_printf(out, "\t-%c %-12s %s\n", rows[i].letter, rows[i].arg ? rows[i].arg : "",
			   rows[i].doc);
}

/* Leading ':' makes getopt quiet, '-' hands operands over in their place. */
static void option_string(struct str *out)
{
	str_puts(out, "-:");
	for (int i = 0; i < N_ROWS; i++) {
		str_putc(out, rows[i].letter);
		if (rows[i].arg)
			str_putc(out, ':');
	}
}

static int set_mode(struct cmdline *cl, enum cmd_mode mode, struct diag *dg)
{
	if (cl->mode != CMD_TRACE && cl->mode != mode)
		return diag_error(dg, NULL, D_USAGE, "only one of -G, -h, -l and -V may be given");
	cl->mode = mode;
	return 0;
}

static void add_program(struct cmdline *cl, char letter, const char *text)
{
	static const struct {
		char letter;
		enum desc_field field;
	} fields[] = {
		{ 'P', DESC_PROVIDER },
		{ 'm', DESC_MODULE },
		{ 'f', DESC_FUNC },
		{ 'n', DESC_NAME },
	};
	struct cmd_program *p = vec_add(&cl->programs);

	p->letter = letter;
	p->text = text;
	p->is_file = letter == 's';
	p->field = DESC_NAME;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i].letter == letter)
			p->field = fields[i].field;
}

static int refuse_option(int letter, struct diag *dg)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (refused[i].letter == letter)
			return diag_error(dg, NULL, D_USAGE, "-%c: %s", letter, refused[i].reason);
	return diag_error(dg, NULL, D_USAGE, "option -%c is unknown", letter);
}

/* One short case for each option. */
static int take_option(struct cmdline *cl, int letter, char *arg, struct diag *dg)
{
	switch (letter) {
	case 1:
		vec_push(&cl->args, arg);
		return 0;
	case 'i':
		if (arg[0] == '\0' || arg[strspn(arg, "0123456789")] != '\0')
			return diag_error(dg, NULL, D_USAGE, "-i %s: this is no number", arg);
		add_program(cl, 'i', arg);
		return 0;
	case 'P': case 'm': case 'f': case 'n': case 's':
		add_program(cl, (char)letter, arg);
		return 0;
	case 'p':
		vec_push(&cl->pids, arg);
		return 0;
	case 'c':
		vec_push(&cl->commands, arg);
		return 0;
	case 'L':
		vec_push(&cl->libraries, arg);
		return 0;
	case 'x':
		vec_push(&cl->settings, arg);
		return 0;
	case 'D': case 'I': case 'U':
		vec_push(&cl->cpp_options, (letter == 'D' ? "-D" : letter == 'I' ? "-I" : "-U"));
		vec_push(&cl->cpp_options, arg);
		return 0;
	case 'o':
		cl->output = arg;
		return 0;
	case 'b':
		cl->bufsize = arg;
		return 0;
	case 'F':
		vec_push(&cl->settings, "flowindent");
		return 0;
	case 'q':
		vec_push(&cl->settings, "quiet");
		return 0;
	case 'w':
		vec_push(&cl->settings, "destructive");
		return 0;
	case 'Z':
		vec_push(&cl->settings, "zdefs");
		return 0;
	case 'C':
		cl->preprocess = true;
		return 0;
	case 'e':
		cl->compile_only = true;
		return 0;
	case 'S':
		cl->dump = true;
		return 0;
	case 'v':
		cl->verbose = true;
		return 0;
	case 'l':
		return set_mode(cl, CMD_LIST, dg);
	case 'h':
		return set_mode(cl, CMD_HEADER, dg);
	case 'G':
		return set_mode(cl, CMD_OBJECT, dg);
	case 'V':
		return set_mode(cl, CMD_VERSION, dg);
	default:
		return refuse_option(optopt, dg);
	}
}

/* -h and -G have options of their own: once one is seen the rest is the generator's. */
static bool is_generator(const struct cmdline *cl)
{
	return cl->mode == CMD_HEADER || cl->mode == CMD_OBJECT;
}

static int scan(int argc, char **argv, struct cmdline *out, struct diag *dg)
{
	auto_str struct str options = { 0 };
	int letter, err = 0;

	option_string(&options);
	opterr = 0;
	optind = 1;
	while (!err && (letter = getopt(argc, argv, options.data)) != -1) {
		if (letter == '?' && optopt == '?') {
			out->mode = CMD_HELP;
			return 0;
		}
		if (letter == ':')
			err = diag_error(dg, NULL, D_USAGE, "option -%c needs an argument", optopt);
		else
			err = take_option(out, letter, optarg, dg);
		if (is_generator(out))
			return 0;
	}
	for (; !err && optind < argc; optind++)
		vec_push(&out->args, argv[optind]);
	return err;
}

/* $0 is the script, or dtrace itself. */
static void set_name(struct cmdline *cl, char **argv)
{
	char *name = argv[0];

	vec_each(p, &cl->programs)
		if (p->is_file)
			name = (char *)p->text;
	cl->args.data[0] = name;
}

int cmdline_parse(int argc, char **argv, struct cmdline *out, struct diag *dg)
{
	int err;

	memset(out, 0, sizeof(*out));
	vec_push(&out->args, argv[0]);
	err = scan(argc, argv, out, dg);
	if (err || is_generator(out))
		return err;
	set_name(out, argv);
	if (out->mode == CMD_LIST && !out->programs.len) {
		for (size_t i = 1; i < out->args.len; i++)
			vec_push(&out->files, out->args.data[i]);
		out->args.len = 1;
	}
	if (out->mode == CMD_TRACE && !out->programs.len)
		out->mode = CMD_HELP;
	return 0;
}

void cmdline_fini(struct cmdline *cl)
{
	vec_fini(&cl->programs);
	vec_fini(&cl->pids);
	vec_fini(&cl->commands);
	vec_fini(&cl->settings);
	vec_fini(&cl->cpp_options);
	vec_fini(&cl->libraries);
	vec_fini(&cl->files);
	vec_fini(&cl->args);
}
