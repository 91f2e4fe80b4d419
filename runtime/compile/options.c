/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/compile/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/str.h"
#include "runtime/base/units.h"
#include "runtime/compile/stability.h"
#include "runtime/ir/record.h"
#include "runtime/proc/target.h"

enum option_kind {
	OPTION_FLAG,
	OPTION_INT,
	OPTION_SIZE,
	OPTION_TIME,
	OPTION_CHOICE,
	OPTION_STABILITY,
};

struct option {
	const char *name;
	enum option_kind kind;
	size_t offset;		/* in struct options */
	const char *initial;	/* as one would write it */
	int64_t min, max;	/* values beyond are lowered or raised to these */
	enum option_source latest;	/* who comes later cannot set it */
	const char *doc;
	const char *const *choices;	/* of a CHOICE; ends with NULL */
};

#define AT(field) offsetof(struct options, field)
#define KB INT64_C(1024)
#define MB (KB * KB)
#define GB (MB * KB)
#define SECOND INT64_C(1000000000)

static const char *const evaltimes[] = {
	[EVAL_EXEC] = "exec",
	[EVAL_PREINIT] = "preinit",
	[EVAL_POSTINIT] = "postinit",
	[EVAL_MAIN] = "main",
	NULL,
};

static const char *const bufpolicies[] = {
	[BUFPOLICY_SWITCH] = "switch",
	[BUFPOLICY_FILL] = "fill",
	[BUFPOLICY_RING] = "ring",
	NULL,
};

static const char *const bufresizes[] = { "manual", NULL };

static const char *const oformats[] = { [OFORMAT_TEXT] = "text", [OFORMAT_JSON] = "json", NULL };

static const char *const encodings[] = {
	[ENCODING_ASCII] = "ascii",
	[ENCODING_UTF8] = "utf8",
	NULL,
};

/* A rate without a unit means nanoseconds, as DTrace has it; the minimum keeps that harmless. */
static const struct option table[] = {
	{ "agghist", OPTION_FLAG, AT(agghist), "0", 0, 1, OPTION_RUNNING,
	  "Aggregations that are a number are printed as bars too, one for each key.", NULL },
	{ "aggpack", OPTION_FLAG, AT(aggpack), "0", 0, 1, OPTION_RUNNING,
	  "Each distribution takes one line, and each of its buckets one character: the more is in "
	  "it, the higher it is.",
	  NULL },
	{ "aggrate", OPTION_TIME, AT(aggrate), "0", 0, 3600 * SECOND, OPTION_RUNNING,
	  "How old the values may be that printa() and the like work on. At 0 they are read each "
	  "time; otherwise an aggregation is read once in that time, and at the end.",
	  NULL },
	{ "aggsize", OPTION_SIZE, AT(aggsize), "64m", 4 * KB, GB, OPTION_PROGRAM,
	  "Memory that each aggregation may take for each CPU; only what its keys need is taken.",
	  NULL },
	{ "aggsortkey", OPTION_FLAG, AT(aggsortkey), "0", 0, 1, OPTION_RUNNING,
	  "Aggregations are sorted by their keys, not by their values.", NULL },
	{ "aggsortkeypos", OPTION_INT, AT(aggsortkeypos), "0", 0, 63, OPTION_RUNNING,
	  "Which key is compared first, from 0.", NULL },
	{ "aggsortpos", OPTION_INT, AT(aggsortpos), "0", 0, 63, OPTION_RUNNING,
	  "Which of several aggregations printed together is sorted by, from 0.", NULL },
	{ "aggsortrev", OPTION_FLAG, AT(aggsortrev), "0", 0, 1, OPTION_RUNNING,
	  "Aggregations are sorted the other way round.", NULL },
	{ "aggzoom", OPTION_FLAG, AT(aggzoom), "0", 0, 1, OPTION_RUNNING,
	  "Bars of distributions are as long as the longest one allows, not as all counts "
	  "together do.",
	  NULL },
	{ "amin", OPTION_STABILITY, AT(amin), "Internal/Internal/Unknown", 0, 0, OPTION_PROGRAM,
	  "Refuse programs with names or probes that are less stable.", NULL },
	{ "argref", OPTION_FLAG, AT(argref), "0", 0, 1, OPTION_PROGRAM,
	  "Operands that no program uses are no error.", NULL },
	{ "bufpolicy", OPTION_CHOICE, AT(bufpolicy), "switch", 0, 0, OPTION_PROGRAM,
	  "What becomes of records when the buffer is full. switch: they are read all the time, "
	  "and those that find no room are dropped. fill: nothing is read until the buffer is full "
	  "or the program ends; then tracing ends. ring: only the last ones are kept, as many as "
	  "bufsize has room for, and printed at the end.",
	  bufpolicies },
	{ "bufresize", OPTION_CHOICE, AT(bufresize), "manual", 0, 0, OPTION_PROGRAM,
	  "What becomes of a buffer that the kernel has no memory for: it is an error. The other "
	  "way of DTrace, to make it smaller, is not there.", bufresizes },
	{ "bufsize", OPTION_SIZE, AT(bufsize), "4m", 4 * KB, 512 * MB, OPTION_PROGRAM,
	  "Memory for records that were not yet read, for each CPU, of 8 at most.", NULL },
	{ "cleanrate", OPTION_TIME, AT(cleanrate), "101hz", SECOND / 5000, 60 * SECOND,
	  OPTION_PROGRAM,
	  "How often DTrace takes back the memory of variables that were freed. Here that is done "
	  "at once: to set it changes nothing.",
	  NULL },
	{ "cpp", OPTION_FLAG, AT(cpp), "0", 0, 1, OPTION_CMDLINE,
	  "Run the C preprocessor first, as -C does.", NULL },
	{ "deadman", OPTION_TIME, AT(deadman), "30s", 0, 3600 * SECOND, OPTION_PROGRAM,
	  "How long dtrace may not come to run, as on a system that is too busy with its probes, "
	  "or how long these may take more time than loadlimit says, before tracing is aborted; in "
	  "whole seconds, 0 for any time. With destructive it is not.",
	  NULL },
	{ "defaultargs", OPTION_FLAG, AT(defaultargs), "0", 0, 1, OPTION_PROGRAM,
	  "Macro arguments that were not given are 0 or \"\".", NULL },
	{ "demangle", OPTION_FLAG, AT(demangle), "1", 0, 1, OPTION_PROGRAM,
	  "Show names of C++ and Rust as the source has them, not as symbol tables do.", NULL },
	{ "destructive", OPTION_FLAG, AT(destructive), "0", 0, 1, OPTION_PROGRAM,
	  "Allow actions that change what is traced, as -w does.", NULL },
	{ "droptags", OPTION_FLAG, AT(droptags), "0", 0, 1, OPTION_PROGRAM,
	  "Show the kind of each loss that is reported, as [DTRACEDROP_AGGREGATION].", NULL },
	{ "dynvarsize", OPTION_SIZE, AT(dynvarsize), "1m", 4 * KB, GB, OPTION_PROGRAM,
	  "Memory for each self-> variable and each associative array.", NULL },
	{ "encoding", OPTION_CHOICE, AT(encoding), "ascii", 0, 0, OPTION_RUNNING,
	  "What bars are made of: the @ of ASCII, or with utf8 the finer blocks of Unicode.",
	  encodings },
	{ "errtags", OPTION_FLAG, AT(errtags), "0", 0, 1, OPTION_CMDLINE,
	  "Show the tag of each message.", NULL },
	{ "evaltime", OPTION_CHOICE, AT(evaltime), "postinit", 0, 0, OPTION_CMDLINE,
	  "How far a command of -c runs before tracing begins.", evaltimes },
	{ "flowindent", OPTION_FLAG, AT(flowindent), "0", 0, 1, OPTION_RUNNING,
	  "Indent by entry and return, as -F does.", NULL },
	{ "follow", OPTION_FLAG, AT(follow), "0", 0, 1, false,
	  "Probes of a process fire in those too that it forks from now on, and tracing ends with "
	  "the last of them. The probes are then enabled in every process that maps the file, and "
	  "one that is not followed pays for them too where it comes by: of a library that "
	  "everybody has, such as libc, only few functions should be followed.",
	  NULL },
	{ "jstackframes", OPTION_INT, AT(jstackframes), "50", 1, STACK_MAX_FRAMES, OPTION_PROGRAM,
	  "Frames that jstack() records.", NULL },
	{ "jstackstrsize", OPTION_SIZE, AT(jstackstrsize), "0", 0, MB, OPTION_PROGRAM,
	  "Memory that DTrace takes for the names of a jstack(). Here names are looked up when "
	  "they are printed: to set it changes nothing.",
	  NULL },
	{ "loadlimit", OPTION_INT, AT(loadlimit), "90", 0, 100, OPTION_PROGRAM,
	  "How many percent of the time of all CPUs probes may take. When it is more for as long "
	  "as deadman says, tracing is aborted. 0 is no limit; nor is there one with destructive, "
	  "or without the privilege to have the kernel count programs (CAP_SYS_ADMIN).",
	  NULL },
	{ "nolibs", OPTION_FLAG, AT(nolibs), "0", 0, 1, OPTION_CMDLINE,
	  "No library is read: neither those of -L nor those that dtrace brings along.", NULL },
	{ "nspec", OPTION_INT, AT(nspec), "1", 1, 1024, OPTION_PROGRAM,
	  "Speculations that can be open at once.", NULL },
	{ "oformat", OPTION_CHOICE, AT(oformat), "text", 0, 0, OPTION_PROGRAM,
	  "What the output is: text, or JSON with one object a line.", oformats },
	{ "quiet", OPTION_FLAG, AT(quiet), "0", 0, 1, OPTION_RUNNING,
	  "Only print what the program says.", NULL },
	{ "rawbytes", OPTION_FLAG, AT(rawbytes), "0", 0, 1, OPTION_RUNNING,
	  "trace() shows an array of characters as bytes, also where it is text.", NULL },
	{ "specsize", OPTION_SIZE, AT(specsize), "32k", KB, GB, OPTION_PROGRAM,
	  "Memory for the records of each speculation.", NULL },
	{ "stackframes", OPTION_INT, AT(stackframes), "20", 1, STACK_MAX_FRAMES, OPTION_PROGRAM,
	  "Frames that stack() records.", NULL },
	{ "stackindent", OPTION_INT, AT(stackindent), "14", 0, 128, OPTION_RUNNING,
	  "Blanks before each frame that is printed.", NULL },
	{ "statusrate", OPTION_TIME, AT(statusrate), "1s", SECOND / 100, 3600 * SECOND,
	  OPTION_RUNNING, "How often losses are looked for.", NULL },
	{ "strsize", OPTION_SIZE, AT(strsize), "256", 8, 4 * KB, OPTION_PROGRAM,
	  "Bytes of a string, with its NUL; rounded up to a multiple of 8.", NULL },
	{ "switchrate", OPTION_TIME, AT(switchrate), "1s", SECOND / 1000, 60 * SECOND,
	  OPTION_RUNNING, "How often records are read at least; while they come, it is oftener.",
	  NULL },
	{ "temporal", OPTION_FLAG, AT(temporal), "1", 0, 1, OPTION_RUNNING,
	  "Records come in the order of their firing over all CPUs. They always do, since there is "
	  "one buffer: to unset it changes nothing.",
	  NULL },
	{ "ustackframes", OPTION_INT, AT(ustackframes), "20", 1, STACK_MAX_FRAMES, OPTION_PROGRAM,
	  "Frames that ustack() records.", NULL },
	{ "ustackinline", OPTION_FLAG, AT(ustackinline), "0", 0, 1, OPTION_RUNNING,
	  "Show functions that were inlined as frames of their own, if there is debug information.",
	  NULL },
	{ "ustackunwind", OPTION_FLAG, AT(ustackunwind), "1", 0, 1, OPTION_PROGRAM,
	  "Callers of functions without frame pointers are found by the call frame information of "
	  "the files. Unset, frame pointers alone are followed, as where the kernel is older than "
	  "5.17.",
	  NULL },
	{ "zdefs", OPTION_FLAG, AT(zdefs), "0", 0, 1, OPTION_CMDLINE,
	  "A description that matches no probe is no error, as with -Z.", NULL },
};

#define N_OPTIONS (sizeof(table) / sizeof(table[0]))

/* Options of DTrace that have no meaning here. Who sets one is told why, instead of finding out. */
static const struct option_refused refused[] = {
	{ "aggpercpu", "values are those of all CPUs together; make cpu a key" },
	{ "bpflog", "the verifier's log comes with a program that it refuses" },
	{ "bpflogsize", "the verifier's log is as long as it is" },
	{ "btfpath", "the kernel's types come from its BTF" },
	{ "core", "core files are not read" },
	{ "cpphdrs", "the preprocessor is the system's; set CPP to one with that option" },
	{ "cpppath", "set CPP to another preprocessor" },
	{ "cpu", "a predicate does it: /cpu == N/" },
	{ "ctfpath", "the kernel's types come from its BTF" },
	{ "ctypes", "types are not written to files" },
	{ "debug", "give -v and -S" },
	{ "define", "give -D" },
	{ "disasm", "give -S, which shows the whole program" },
	{ "dtypes", "types are not written to files" },
	{ "empty", "a file without clauses is no error beside another that has some" },
	{ "grabanon", "there is no anonymous tracing: the kernel cannot trace before it has a "
		      "consumer" },
	{ "incdir", "give -I" },
	{ "iregs", "eBPF has the registers that it has" },
	{ "kdefs", "a symbol that is not there is always an error" },
	{ "knodefs", "a symbol that is not there is always an error" },
	{ "late", "translators are always compiled in" },
	{ "lazyload", "it is for objects of -G, which need no loading" },
	{ "ldpath", "no linker is run" },
	{ "libdir", "give -L" },
	{ "linkmode", "no linker is run" },
	{ "linktype", "no linker is run" },
	{ "lockmem", "the kernel accounts for its memory by itself" },
	{ "maxframes", "give stackframes or ustackframes" },
	{ "modpath", "the kernel's types come from its BTF" },
	{ "noresolve", "names are looked up when they are printed; trace() shows numbers" },
	{ "pgmax", "a process is known as long as it lives" },
	{ "preallocate", "memory is taken when it is needed" },
	{ "procfspath", "processes are looked for in /proc" },
	{ "pspec", "an ambiguous name is a probe's" },
	{ "quietresize", "buffers are not made smaller than they were asked for" },
	{ "scratchsize", "alloca() and copyin() give out 2048 bytes a firing" },
	{ "setenv", "set the variable before dtrace is run" },
	{ "stdc", "the preprocessor is the system's; set CPP to another" },
	{ "strip", "there is nothing in an object of -G that could be taken off" },
	{ "syslibdir", "set FASTTRAP_DATADIR" },
	{ "tree", "give -S, which shows the whole program" },
	{ "tregs", "eBPF has the registers that it has" },
	{ "udefs", "a symbol that is not there is always an error" },
	{ "undef", "give -U" },
	{ "unodefs", "a symbol that is not there is always an error" },
	{ "unsetenv", "unset the variable before dtrace is run" },
	{ "useruid", "it is for an inspector of crash dumps" },
	{ "verbose", "give -S, which shows the whole program" },
	{ "version", "there is one version of the language" },
	{ "xlate", "translators are always compiled in" },
	{ "zone", "there are no zones" },
};

#define N_REFUSED (sizeof(refused) / sizeof(refused[0]))

static int64_t clamp(int64_t value, int64_t min, int64_t max)
{
	return value < min ? min : value > max ? max : value;
}

/* What a number with such a suffix is worth; false: there is no such suffix. A time without one is
 * in nanoseconds. */
static bool scale(enum option_kind kind, const char *suffix, uint64_t n, int64_t *out)
{
	const struct unit *unit;

	if (!*suffix) {
		*out = n > INT64_MAX ? INT64_MAX : (int64_t)n;
		return true;
	}
	unit = kind == OPTION_TIME   ? unit_of_time(suffix)
	       : kind == OPTION_SIZE ? unit_of_size(suffix)
				     : NULL;
	if (unit)
		*out = unit_scale(unit, n);
	return unit;
}

static bool parse_number(const struct option *opt, const char *text, int64_t *out)
{
	char *end;
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &end, 0);
	if (end == text || strchr(text, '-') || errno || !scale(opt->kind, end, n, out))
		return false;
	*out = clamp(*out, opt->min, opt->max);
	return true;
}

static bool parse_choice(const struct option *opt, const char *text, int64_t *out)
{
	for (int64_t i = 0; opt->choices[i]; i++) {
		if (!strcmp(text, opt->choices[i])) {
			*out = i;
			return true;
		}
	}
	return false;
}

static bool parse_stability(const char *text, int64_t *out)
{
	struct probe_attr attr;

	if (!stability_parse(text, &attr))
		return false;
	*out = stability_pack(&attr);
	return true;
}

static bool parse_flag(const struct option *opt, const char *value, int64_t *out)
{
	bool is_set = !value || !strcmp(value, "set");

	if (!is_set && strcmp(value, "unset"))
		return parse_number(opt, value, out);
	*out = is_set;
	return true;
}

/* value is NULL where none was given, which only a flag allows. */
static bool parse_value(const struct option *opt, const char *value, int64_t *out)
{
	if (opt->kind == OPTION_FLAG)
		return parse_flag(opt, value, out);
	if (!value)
		return false;
	if (opt->kind == OPTION_CHOICE)
		return parse_choice(opt, value, out);
	if (opt->kind == OPTION_STABILITY)
		return parse_stability(value, out);
	return parse_number(opt, value, out);
}

static bool is_named(const char *name, const char *text, size_t len)
{
	return strlen(name) == len && !memcmp(name, text, len);
}

static const struct option *find_option(const char *name, size_t len)
{
	for (size_t i = 0; i < N_OPTIONS; i++)
		if (is_named(table[i].name, name, len))
			return &table[i];
	return NULL;
}

static int64_t *field_of(struct options *opts, const struct option *opt)
{
	return (int64_t *)(void *)((char *)opts + opt->offset);
}

void options_init(struct options *opts)
{
	for (size_t i = 0; i < N_OPTIONS; i++)
		parse_value(&table[i], table[i].initial, field_of(opts, &table[i]));
}

static int tell_unknown(const char *text, size_t len, const struct loc *loc, struct diag *dg)
{
	for (size_t i = 0; i < N_REFUSED; i++)
		if (is_named(refused[i].name, text, len))
			return diag_error(dg, loc, D_OPTION, "failed to set option -x %s: %s",
					  refused[i].name, refused[i].reason);
	return diag_error(dg, loc, D_OPTION, "failed to set option -x %s: Invalid option name",
			  text);
}

/* The shortest way to write a number: with the largest unit that goes into it. */
static void put_number(struct str *out, enum option_kind kind, int64_t n)
{
	static const char *const sizes[] = { "g", "m", "k", NULL };
	static const char *const times[] = { "h", "s", "ms", NULL };
	static const char *const none[] = { NULL };
	const char *const *name = kind == OPTION_TIME   ? times
				  : kind == OPTION_SIZE ? sizes
							: none;

	for (; *name && n; name++) {
		int64_t factor = unit_scale(
			kind == OPTION_TIME ? unit_of_time(*name) : unit_of_size(*name), 1);

		if (n % factor == 0) {
			str_printf(out, "%" PRId64 "%s", n / factor, *name);
			return;
		}
	}
	str_printf(out, "%" PRId64, n);
}

static void put_choices(struct str *out, const char *const *choices)
{
	for (int i = 0; choices[i]; i++)
		str_printf(out, "%s%s", !i ? "" : choices[i + 1] ? ", " : " or ", choices[i]);
}

static void put_values(struct str *out, const struct option *opt)
{
	if (opt->kind == OPTION_FLAG) {
		str_puts(out, "no value, set or unset");
	} else if (opt->kind == OPTION_CHOICE) {
		put_choices(out, opt->choices);
	} else if (opt->kind == OPTION_STABILITY) {
		str_puts(out, "three words, as Evolving/Stable/Common");
	} else {
		str_puts(out, "from ");
		put_number(out, opt->kind, opt->min);
		str_puts(out, " to ");
		put_number(out, opt->kind, opt->max);
	}
}

/* Can who comes at this time still set it? */
static int check_source(const struct option *opt, enum option_source from, const struct loc *loc,
			struct diag *dg)
{
	static const char *const reasons[] = {
		[OPTION_PROGRAM] = "Option cannot be used from within a D program",
		[OPTION_RUNNING] = "Option cannot be changed while tracing runs",
	};

	if (from <= opt->latest)
		return 0;
	return diag_error(dg, loc, D_OPTION, "failed to set option '%s': %s", opt->name,
			  reasons[from]);
}

int options_set(struct options *opts, const char *text, enum option_source from,
		const struct loc *loc, struct diag *dg)
{
	const char *equals = strchr(text, '=');
	size_t len = equals ? (size_t)(equals - text) : strlen(text);
	const struct option *opt = find_option(text, len);
	const char *value = equals ? equals + 1 : NULL;
	auto_str struct str values = { 0 };

	if (!opt)
		return tell_unknown(text, len, loc, dg);
	if (check_source(opt, from, loc, dg))
		return -EINVAL;
	if (!parse_value(opt, value, field_of(opts, opt))) {
		diag_error(
			dg, loc, D_OPTION,
			"failed to set option '%s' to '%s': Invalid value for specified option",
			opt->name, value ? value : "");
		put_values(&values, opt);
		diag_hint(dg, "%s takes %s", opt->name, str_text(&values));
		return -EINVAL;
	}
	opts->strsize = (opts->strsize + 7) & ~INT64_C(7);
	return 0;
}

uint32_t options_count(void)
{
	return N_OPTIONS;
}

void options_describe(uint32_t i, struct option_text *out)
{
	static const char *const kinds[] = {
		[OPTION_FLAG] = "",	[OPTION_INT] = "number",    [OPTION_SIZE] = "size",
		[OPTION_TIME] = "time", [OPTION_CHOICE] = "choice",
		[OPTION_STABILITY] = "name/data/class",
	};

	*out = (struct option_text){ table[i].name, kinds[table[i].kind], table[i].initial,
				     table[i].doc, table[i].latest };
}

void options_values(uint32_t i, struct str *out)
{
	put_values(out, &table[i]);
}

const struct option_refused *options_refused(uint32_t i)
{
	return i < N_REFUSED ? &refused[i] : NULL;
}
