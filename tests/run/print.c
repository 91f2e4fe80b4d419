/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* print FILE: what the program in the file prints (player.h). Diagnostics come as "d: ...", with
 * tags, as those of the other golden stages do. */
#include <stdio.h>

#include "runtime/base/arena.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"
#include "runtime/kern/caps.h"
#include "runtime/lang/source.h"
#include "tests/lib/pipeline.h"
#include "tests/lib/traced.h"
#include "tests/run/machine.h"
#include "tests/run/player.h"

static void play(const struct pipeline *line)
{
	auto_str struct str out = { 0 };

	player_run(line, &out);
	fwrite(str_text(&out), 1, out.len, stdout);
}

int main(int argc, char **argv)
{
	static const struct diag_style style = { .program = "d", .show_tags = true };
	struct arena *arena = arena_new();
	struct diag *dg = diag_new();
	const struct source *source = argc == 2 ? source_read(arena, argv[1], dg) : NULL;
	struct kern_caps caps;
	struct pipeline line;
	int status = 2;

	vm_machine.init_caps(&caps);
	if (source && traced_memory()) {
		status = pipeline_compile(&line, argv[1], source->text, &caps) ? 1 : 0;
		if (!status)
			play(&line);
		diag_print(line.dg, stdout, &style);
		pipeline_fini(&line);
	}
	diag_print(dg, stderr, &style);
	diag_free(dg);
	arena_free(arena);
	return status;
}
