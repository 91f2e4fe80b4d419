/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables that are declared in D, by the libraries that come with dtrace (providers/d). Their
 * rows are what is known of them before those are read, and what the manual prints. */
#include "runtime/builtins/table.h"

#define LIBRARY_VAR(name_, type_, doc_)                                                            \
	{ .name = name_, .kind = BUILTIN_VAR, .proto = type_, .flags = BUILTIN_LIBRARY,            \
	  .doc = doc_ }

const struct builtin library_builtins[] = {
	LIBRARY_VAR("curcpu", "cpuinfo_t *", "The CPU: curcpu->cpu_id."),
	LIBRARY_VAR("curlwpsinfo", "lwpsinfo_t *", "The thread: curlwpsinfo->pr_lwpid."),
	LIBRARY_VAR("curpsinfo", "psinfo_t *", "The process: curpsinfo->pr_psargs."),
	LIBRARY_VAR("execargs", "string", "The command line of the process, curpsinfo->pr_psargs."),
	LIBRARY_VAR("fds", "fileinfo_t",
		    "The open files of the process by their descriptors: fds[0].fi_pathname. Where "
		    "none is open names are <none>."),
	{ 0 },
};
