/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* dtrace-draw: pictures of what dtrace -x oformat=json wrote. It knows nothing of probes or of the
 * kernel. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "draw/input.h"
#include "draw/picture.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/file.h"
#include "runtime/base/str.h"

struct run {
	struct picture_options opts;
	picture_fn *make;
	const char *input, *output;
	bool is_help;
};

static const struct {
	const char *name;
	picture_fn *make;
} pictures[] = {
	{ "flame", picture_flame },
	{ "heatmap", picture_heatmap },
	{ "timeline", picture_timeline },
};

static int set_owner(struct picture_options *opts, struct diag *dg)
{
	char *end;

	errno = 0;
	opts->owner = strtoll(optarg, &end, 0);
	if (errno || end == optarg || *end)
		return diag_error(dg, NULL, D_USAGE, "-i takes a number, not '%s'", optarg);
	opts->has_owner = true;
	return 0;
}

static int set_unit(struct picture_options *opts, struct diag *dg)
{
	if (strcmp(optarg, "ns"))
		return diag_error(dg, NULL, D_USAGE, "no such unit: '%s' (there is ns)", optarg);
	opts->is_time = true;
	return 0;
}

static int set_option(struct run *run, int letter, struct diag *dg)
{
	switch (letter) {
	case 'a':
		run->opts.aggregation = *optarg == '@' ? optarg + 1 : optarg;
		return 0;
	case 'h':
		run->is_help = true;
		return 0;
	case 'i':
		return set_owner(&run->opts, dg);
	case 'o':
		run->output = optarg;
		return 0;
	case 't':
		run->opts.is_text = true;
		return 0;
	case 'T':
		run->opts.title = optarg;
		return 0;
	case 'u':
		return set_unit(&run->opts, dg);
	case ':':
		return diag_error(dg, NULL, D_USAGE, "option -%c needs a value", optopt);
	default:
		return diag_error(dg, NULL, D_USAGE, "no such option: -%c", optopt);
	}
}

static int set_picture(struct run *run, const char *name, struct diag *dg)
{
	for (size_t i = 0; name && i < sizeof(pictures) / sizeof(pictures[0]); i++)
		if (!strcmp(pictures[i].name, name))
			run->make = pictures[i].make;
	if (run->make)
		return 0;
	if (name)
		diag_error(dg, NULL, D_USAGE, "no such picture: %s", name);
	else
		diag_error(dg, NULL, D_USAGE, "which picture?");
	diag_hint(dg, "there are flame, heatmap and timeline");
	return -EINVAL;
}

/* Options may stand before and behind the picture's name. */
static int parse(struct run *run, int argc, char **argv, struct diag *dg)
{
	int letter, err = 0;

	opterr = 0;
	while (!err && (letter = getopt(argc, argv, ":a:hi:o:tT:u:")) != -1)
		err = set_option(run, letter, dg);
	if (err || run->is_help)
		return err;
	err = set_picture(run, argv[optind], dg);
	if (err)
		return err;
	if (argv[optind + 1] && argv[optind + 2])
		return diag_error(dg, NULL, D_USAGE, "one input is enough: %s",
				  argv[optind + 2]);
	run->input = argv[optind + 1] ? argv[optind + 1] : "-";
	return 0;
}

static int read_input(const char *path, struct input *in, struct diag *dg)
{
	auto_fclose FILE *f = NULL;

	if (!strcmp(path, "-"))
		return input_read(stdin, "standard input", in, dg);
	f = fopen(path, "re");
	if (!f)
		return diag_errno(dg, NULL, D_FILE, errno, "cannot read %s", path);
	return input_read(f, path, in, dg);
}

static int draw(const struct run *run, struct diag *dg)
{
	auto_str struct str out = { 0 };
	struct input in = { 0 };
	int err = read_input(run->input, &in, dg);

	if (!err)
		err = run->make(&in, &run->opts, &out, dg);
	if (!err)
		err = file_write(run->output, str_text(&out), out.len, dg);
	input_fini(&in);
	return err;
}

int main(int argc, char **argv)
{
	struct run run = { .output = "-" };
	struct diag *dg = diag_new();
	int err = parse(&run, argc, argv, dg);

	if (!err && run.is_help)
		puts("usage: dtrace-draw flame | heatmap | timeline [-t] [-a aggregation] "
		     "[-i number] [-o file] [-T title] [-u ns] [file]");
	else if (!err)
		err = draw(&run, dg);
	diag_print(dg, stderr, &(struct diag_style){ .program = "dtrace-draw" });
	diag_free(dg);
	return err ? EXIT_FAILURE : EXIT_SUCCESS;
}
