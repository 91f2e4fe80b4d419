/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/session/options.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/proc/target.h"

enum option_kind { OPTION_FLAG, OPTION_INT, OPTION_SIZE, OPTION_TIME, OPTION_EVALTIME };

struct option {
	const char *name;
	enum option_kind kind;
	size_t offset;		/* in struct options */
	const char *initial;	/* as one would write it */
	int64_t min, max;	/* values beyond are lowered or raised to these */
	bool cmdline_only;	/* not from #pragma */
	const char *doc;
};

#define AT(field) offsetof(struct options, field)
#define MB (INT64_C(1) << 20)
#define SECOND INT64_C(1000000000)

/* A rate without a unit means nanoseconds, as DTrace has it; the minimum keeps that harmless. */
static const struct option table[] = {
	{ "aggrate", OPTION_TIME, AT(aggrate), "1s", SECOND / 100, 3600 * SECOND, false,
	  "Accepted for the sake of DTrace: aggregations are read whenever they are printed." },
	{ "aggsize", OPTION_SIZE, AT(aggsize), "64m", 4096, 1024 * MB, false,
	  "Memory that each aggregation may take for each CPU; only what its keys need is taken." },
	{ "aggsortkey", OPTION_FLAG, AT(aggsortkey), "0", 0, 1, false,
	  "Aggregations are sorted by their keys, not by their values." },
	{ "aggsortkeypos", OPTION_INT, AT(aggsortkeypos), "0", 0, 63, false,
	  "Which key is compared first, from 0." },
	{ "aggsortpos", OPTION_INT, AT(aggsortpos), "0", 0, 63, false,
	  "Which of several aggregations printed together is sorted by, from 0." },
	{ "aggsortrev", OPTION_FLAG, AT(aggsortrev), "0", 0, 1, false,
	  "Aggregations are sorted the other way round." },
	{ "bufsize", OPTION_SIZE, AT(bufsize), "4m", 4096, 512 * MB, false,
	  "Memory for records that were not yet read, for each CPU, of 8 at most." },
	{ "cpp", OPTION_FLAG, AT(cpp), "0", 0, 1, true,
	  "Run the C preprocessor first, as -C does." },
	{ "defaultargs", OPTION_FLAG, AT(defaultargs), "0", 0, 1, false,
	  "Macro arguments that were not given are 0 or \"\"." },
	{ "destructive", OPTION_FLAG, AT(destructive), "0", 0, 1, false,
	  "Allow actions that change what is traced, as -w does." },
	{ "dynvarsize", OPTION_SIZE, AT(dynvarsize), "1m", 4096, 1024 * MB, false,
	  "Memory for each self-> variable and each associative array." },
	{ "errtags", OPTION_FLAG, AT(errtags), "0", 0, 1, true, "Show the tag of each message." },
	{ "evaltime", OPTION_EVALTIME, AT(evaltime), "postinit", 0, 3, true,
	  "How far a command of -c runs before tracing begins: exec, preinit, postinit, main." },
	{ "flowindent", OPTION_FLAG, AT(flowindent), "0", 0, 1, false,
	  "Indent by entry and return, as -F does." },
	{ "quiet", OPTION_FLAG, AT(quiet), "0", 0, 1, false, "Only print what the program says." },
	{ "statusrate", OPTION_TIME, AT(statusrate), "1s", SECOND / 100, 3600 * SECOND, false,
	  "How often losses are looked for." },
	{ "strsize", OPTION_SIZE, AT(strsize), "256", 8, 4096, false,
	  "Bytes of a string, with its NUL; rounded up to a multiple of 8." },
	{ "switchrate", OPTION_TIME, AT(switchrate), "1s", SECOND / 1000, 60 * SECOND, false,
	  "How often records are read at least; while they come, it is oftener." },
	{ "zdefs", OPTION_FLAG, AT(zdefs), "0", 0, 1, true,
	  "A description that matches no probe is no error, as with -Z." },
};

struct suffix {
	const char *text;
	int64_t factor;
};

static const struct suffix size_suffixes[] = {
	{ "", 1 },	       { "k", 1 << 10 },	     { "m", 1 << 20 },
	{ "g", INT64_C(1) << 30 }, { "t", INT64_C(1) << 40 }, { NULL, 0 },
};

static const struct suffix time_suffixes[] = {
	{ "", 1 },
	{ "ns", 1 },
	{ "nsec", 1 },
	{ "us", 1000 },
	{ "usec", 1000 },
	{ "ms", 1000000 },
	{ "msec", 1000000 },
	{ "s", SECOND },
	{ "sec", SECOND },
	{ "m", 60 * SECOND },
	{ "min", 60 * SECOND },
	{ "h", 3600 * SECOND },
	{ "hour", 3600 * SECOND },
	{ "d", 86400 * SECOND },
	{ "day", 86400 * SECOND },
	{ NULL, 0 },
};

static int64_t clamp(int64_t value, int64_t min, int64_t max)
{
	return value < min ? min : value > max ? max : value;
}

/* A number with one of the suffixes, clamped; false: it is not one. */
static bool parse_suffixed(const char *text, const struct suffix *suffixes,
			   const struct option *opt, int64_t *out)
{
	char *end;
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &end, 0);
	if (end == text || *text == '-' || errno)
		return false;
	if (suffixes == time_suffixes && !strcasecmp(end, "hz")) {
		*out = clamp(n ? SECOND / (int64_t)(n > INT64_MAX ? INT64_MAX : n) : SECOND,
			     opt->min, opt->max);
		return true;
	}
	for (const struct suffix *s = suffixes; s->text; s++) {
		if (strcasecmp(end, s->text))
			continue;
		if (n > (unsigned long long)(opt->max / s->factor))
			*out = opt->max;
		else
			*out = clamp((int64_t)n * s->factor, opt->min, opt->max);
		return true;
	}
	return false;
}

static bool parse_evaltime(const char *text, int64_t *out)
{
	static const char *const names[] = {
		[EVAL_EXEC] = "exec",
		[EVAL_PREINIT] = "preinit",
		[EVAL_POSTINIT] = "postinit",
		[EVAL_MAIN] = "main",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(text, names[i])) {
			*out = (int64_t)i;
			return true;
		}
	}
	return false;
}

/* value is NULL where none was given, which only a flag allows. */
static bool parse_value(const struct option *opt, const char *value, int64_t *out)
{
	static const struct suffix plain[] = { { "", 1 }, { NULL, 0 } };

	if (opt->kind == OPTION_FLAG && (!value || !strcmp(value, "set"))) {
		*out = 1;
		return true;
	}
	if (opt->kind == OPTION_FLAG && !strcmp(value, "unset")) {
		*out = 0;
		return true;
	}
	if (!value)
		return false;
	if (opt->kind == OPTION_EVALTIME)
		return parse_evaltime(value, out);
	if (opt->kind == OPTION_SIZE)
		return parse_suffixed(value, size_suffixes, opt, out);
	if (opt->kind == OPTION_TIME)
		return parse_suffixed(value, time_suffixes, opt, out);
	return parse_suffixed(value, plain, opt, out);
}

static const struct option *find_option(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strlen(table[i].name) == len && !memcmp(table[i].name, name, len))
			return &table[i];
	return NULL;
}

static int64_t *field_of(struct options *opts, const struct option *opt)
{
	return (int64_t *)(void *)((char *)opts + opt->offset);
}

void options_init(struct options *opts)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		parse_value(&table[i], table[i].initial, field_of(opts, &table[i]));
}

int options_set(struct options *opts, const char *text, bool from_program, const struct loc *loc,
		struct diag *dg)
{
	const char *equals = strchr(text, '=');
	size_t len = equals ? (size_t)(equals - text) : strlen(text);
	const struct option *opt = find_option(text, len);
	const char *value = equals ? equals + 1 : NULL;

	if (!opt)
		return diag_error(dg, loc, D_OPTION,
				  "failed to set option -x %s: Invalid option name", text);
	if (from_program && opt->cmdline_only)
		return diag_error(
			dg, loc, D_OPTION,
			"failed to set option '%s': Option cannot be used from within a D program",
			opt->name);
	if (!parse_value(opt, value, field_of(opts, opt)))
		return diag_error(
			dg, loc, D_OPTION,
			"failed to set option '%s' to '%s': Invalid value for specified option",
			opt->name, value ? value : "");
	opts->strsize = (opts->strsize + 7) & ~INT64_C(7);
	return 0;
}

uint32_t options_count(void)
{
	return sizeof(table) / sizeof(table[0]);
}

void options_describe(uint32_t i, struct option_text *out)
{
	static const char *const values[] = {
		[OPTION_FLAG] = "",	 [OPTION_INT] = "number",   [OPTION_SIZE] = "size",
		[OPTION_TIME] = "time", [OPTION_EVALTIME] = "point",
	};

	*out = (struct option_text){ table[i].name, values[table[i].kind], table[i].initial,
				     table[i].doc, table[i].cmdline_only };
}
