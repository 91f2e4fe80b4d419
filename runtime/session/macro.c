/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Macro variables: $1, $$1 ... from the command line, $target, and what a shell would know. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/base/arena.h"
#include "runtime/session/session_impl.h"

static const char *numbered_arg(struct session *s, const char *name)
{
	unsigned long n = strtoul(name, NULL, 10);

	while (s->args_used.len < s->config.n_args)
		vec_push(&s->args_used, false);
	if (n < s->config.n_args) {
		s->args_used.data[n] = true;
		return s->config.args[n];
	}
	return s->opts.defaultargs ? "" : NULL;
}

const char *session_macro(void *ctx, const char *name)
{
	struct session *s = ctx;
	const struct {
		const char *name;
		long value;
	} numbers[] = {
		{ "pid", getpid() },   { "ppid", getppid() }, { "uid", getuid() },
		{ "euid", geteuid() }, { "gid", getgid() },   { "egid", getegid() },
		{ "pgid", getpgid(0) }, { "sid", getsid(0) },
	};

	if (isdigit((unsigned char)name[0]))
		return numbered_arg(s, name);
	if (!strcmp(name, "target") && s->pids.len)
		return arena_printf(s->arena, "%d", s->pids.data[0]);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (!strcmp(name, numbers[i].name))
			return arena_printf(s->arena, "%ld", numbers[i].value);
	return NULL;
}

int session_check_args_used(struct session *s)
{
	if (s->opts.argref)
		return 0;
	for (size_t i = 1; i < s->config.n_args; i++)
		if (i >= s->args_used.len || !s->args_used.data[i])
			return diag_error(s->dg, NULL, D_MACRO_UNUSED,
					  "extraneous argument '%s' ($%zu is not referenced)",
					  s->config.args[i], i);
	return 0;
}
