/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/cpp.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "dtrace-gen/child.h"
#include "dtrace-gen/words.h"
#include "runtime/base/diag.h"
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

struct source *cpp_read(struct arena *arena, const char *path, const struct words *options,
			struct diag *dg)
{
	auto_words struct words command = { 0 };
	auto_child_output struct child_output output = { 0 };

	if (access(path, R_OK)) {
		diag_errno(dg, NULL, D_FILE, errno, "cannot read %s", path);
		return NULL;
	}
	add_command(&command);
	vec_each(option, &options->list)
		words_add(&command, *option);
	words_add(&command, "-x");
	words_add(&command, "c");
	words_add(&command, path);
	if (child_run(words_argv(&command), "", D_CPP, dg, &output))
		return NULL;
	if (output.err.len) {
		diag_warn(dg, NULL, D_CPP, "%s said about %s:", command.list.data[0], path);
		diag_attach(dg, str_text(&output.err));
	}
	return source_from_text(arena, path, str_text(&output.out), output.out.len);
}
