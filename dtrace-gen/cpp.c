/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/cpp.h"

#include <stdlib.h>
#include <string.h>

#include "dtrace-gen/child.h"
#include "dtrace-gen/words.h"
#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/lang/source.h"

static void add_command(struct words *command)
{
	const char *cpp = getenv("CPP"), *cc = getenv("CC");

	if (cpp)
		words_split(command, cpp);
	if (!command->list.len && cc) {
		words_split(command, cc);
		if (command->list.len)
			words_add(command, "-E");
	}
	if (!command->list.len)
		words_add(command, "cpp");
}

/* Headers that serve C and D ask for these. */
static void add_predefined(struct words *command)
{
	words_add(command, "-D__SUNW_D=1");
	words_add(command, "-D__SUNW_D_VERSION=0x01000000");
	if (sizeof(long) == 8)
		words_add(command, "-D__SUNW_D_64");
}

/* The text as the preprocessor gets it, on its standard input: "#!" is no directive of C, but
 * scripts begin with it. The line tells what the file is called. */
static void add_input(struct str *input, const struct source *src)
{
	const char *text = src->text;
	bool is_script = !strncmp(text, "#!", 2);

	str_printf(input, "# %d \"", is_script ? 2 : 1);
	for (const char *c = src->name; *c; c++) {
		if (*c == '"' || *c == '\\')
			str_putc(input, '\\');
		str_putc(input, *c);
	}
	str_puts(input, "\"\n");
	if (is_script) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	str_puts(input, text);
}

/* #include "..." is looked for beside the script. */
static void add_directory(struct words *command, const char *path)
{
	const char *slash = strrchr(path, '/');
	auto_free char *dir = slash ? xstrndup(path, (size_t)(slash - path + 1)) : xstrdup(".");

	words_add(command, "-iquote");
	words_add(command, dir);
}

struct source *cpp_read(struct arena *arena, const char *path, const struct words *options,
			struct diag *dg)
{
	auto_words struct words command = { 0 };
	auto_child_output struct child_output output = { 0 };
	auto_str struct str input = { 0 };
	const struct source *src = source_read(arena, path, dg);

	if (!src)
		return NULL;
	add_input(&input, src);
	add_command(&command);
	add_predefined(&command);
	vec_each(option, &options->list)
		words_add(&command, *option);
	words_add(&command, "-x");
	words_add(&command, "c");
	add_directory(&command, path);
	words_add(&command, "-");
	if (child_run(words_argv(&command), str_text(&input), D_CPP, dg, &output))
		return NULL;
	if (output.err.len) {
		diag_warn(dg, NULL, D_CPP, "%s said about %s:", command.list.data[0], path);
		diag_attach(dg, str_text(&output.err));
	}
	return source_from_text(arena, src->name, str_text(&output.out), output.out.len);
}
