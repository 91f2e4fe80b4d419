/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/options.h"

#include <errno.h>
#include <getopt.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"

/* Every letter that some implementation has. "-32" is the letter 3 with a value, as it always was.
 * '-' in front delivers operands in their place, whatever POSIXLY_CORRECT says. */
#define LETTERS "-:3:6:CD:ef:GhHI:kL:m:o:qs:U:vVwx:X:Z"

static const struct option long_options[] = {
	{ "types", no_argument, NULL, 'k' },
	{ "no-pyparsing", no_argument, NULL, 'k' },
	{ "help", no_argument, NULL, '?' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

static int set_mode(struct options *opts, char mode, struct diag *dg)
{
	if (opts->mode && opts->mode != mode)
		return diag_error(dg, NULL, D_USAGE, "only one of -h, -G and -V may be given");
	opts->mode = mode;
	return 0;
}

static void add_cpp(struct options *opts, char letter)
{
	auto_free char *word = xasprintf("-%c%s", letter, optarg);

	words_add(&opts->cpp, word);
	if (letter == 'D' && !strncmp(optarg, "STAP_SDT_V2", 11) &&
	    (!optarg[11] || optarg[11] == '='))
		opts->is_stap_v2 = true;
}

/* -32, -64, -m32, -m64; -m with anything else is none of ours. */
static int set_word_size(struct options *opts, char letter, struct diag *dg)
{
	if (!strcmp(optarg, letter == '3' ? "2" : letter == '6' ? "4" : "32"))
		opts->word_size = letter == '6' ? 8 : 4;
	else if (letter == 'm' && !strcmp(optarg, "64"))
		opts->word_size = 8;
	else if (letter != 'm')
		return diag_error(dg, NULL, D_USAGE, "no such option: -%c%s", letter, optarg);
	return 0;
}

static int set_extra(struct options *opts, struct diag *dg)
{
	const char *style = !strncmp(optarg, "header=", 7) ? optarg + 7 : NULL;

	if (style && strcmp(style, "asm") && strcmp(style, "call"))
		return diag_error(dg, NULL, D_USAGE, "no such style: -x header=%s (there are asm "
				  "and call)", style);
	if (style)
		opts->is_call_style = !strcmp(style, "call");
	if (!strncmp(optarg, "template=", 9))
		opts->template = optarg + 9;
	if (!strcmp(optarg, "strict"))
		opts->is_strict = true;
	if (!strcmp(optarg, "errtags"))
		opts->show_tags = true;
	return 0;
}

static int wrong(int letter, char **argv, struct diag *dg)
{
	if (letter == ':')
		return diag_error(dg, NULL, D_USAGE, "option -%c needs a value", optopt);
	if (optopt)
		return diag_error(dg, NULL, D_USAGE, "no such option: -%c", optopt);
	return diag_error(dg, NULL, D_USAGE, "no such option: %s", argv[optind - 1]);
}

static int set_option(struct options *opts, int letter, char **argv, struct diag *dg)
{
	switch (letter) {
	case 1:
		words_add(&opts->objects, optarg);
		return 0;
	case 'h':
	case 'G':
	case 'V':
		return set_mode(opts, letter, dg);
	case 's':
		words_add(&opts->scripts, optarg);
		return 0;
	case 'o':
		opts->output = optarg;
		return 0;
	case 'C':
		opts->use_cpp = true;
		return 0;
	case 'D':
	case 'U':
	case 'I':
		add_cpp(opts, letter);
		return 0;
	case '3':
	case '6':
	case 'm':
		return set_word_size(opts, letter, dg);
	case 'x':
		return set_extra(opts, dg);
	case '?':
	case ':':
		return wrong(letter, argv, dg);
	default:	/* accepted, and without meaning here */
		return 0;
	}
}

static int check(const struct options *opts, struct diag *dg)
{
	if (!opts->mode)
		return diag_error(dg, NULL, D_USAGE, "one of -h, -G and -V is needed");
	if (opts->mode == 'V')
		return 0;
	if (!opts->scripts.list.len)
		return diag_error(dg, NULL, D_USAGE, "-%c needs a script: -s FILE.d", opts->mode);
	if (!opts->output && opts->scripts.list.len > 1)
		return diag_error(dg, NULL, D_USAGE, "several scripts need a name for what they "
				  "become: -o FILE");
	return 0;
}

int options_parse(int argc, char **argv, struct diag *dg, struct options *out)
{
	int letter, result = 0;

	optind = 0;
	opterr = 0;
	while (!result && (letter = getopt_long(argc, argv, LETTERS, long_options, NULL)) != -1)
		result = set_option(out, letter, argv, dg);
	while (!result && optind < argc)
		words_add(&out->objects, argv[optind++]);
	return result ? result : check(out, dg);
}

void options_fini(struct options *opts)
{
	words_fini(&opts->scripts);
	words_fini(&opts->objects);
	words_fini(&opts->cpp);
}
