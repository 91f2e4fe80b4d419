/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "dtrace-gen/m4.h"

#include <errno.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dtrace-gen/child.h"
#include "dtrace-gen/words.h"
#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/data.h"
#include "runtime/base/diag.h"
#include "runtime/base/str.h"

static void add_include(struct words *command, const char *file)
{
	auto_free char *copy = xstrdup(file);
	auto_free char *option = xasprintf("-I%s", dirname(copy));

	words_add(command, option);
}

/* A name without a folder that is no file here is that of a shipped template. */
static char *find_template(const char *name)
{
	auto_free char *below = xasprintf("templates/%s", name);

	return access(name, R_OK) && !strchr(name, '/') ? data_path(below) : xstrdup(name);
}

int m4_render(const char *name, const char *calls, struct diag *dg, struct str *out)
{
	auto_words struct words command = { 0 };
	auto_child_output struct child_output output = { 0 };
	auto_free char *shipped = data_path("templates/header.m4");
	auto_free char *sdk = data_path("include/usdt_probe.h");
	auto_free char *template = find_template(name);
	int result;

	if (access(template, R_OK))
		return diag_errno(dg, NULL, D_TEMPLATE, errno, "cannot read the template %s",
				  name);
	words_add(&command, M4);
	words_add(&command, "-P");
	words_add(&command, "-E");
	add_include(&command, template);
	add_include(&command, shipped);
	add_include(&command, sdk);
	words_add(&command, template);
	words_add(&command, "-");
	result = child_run(words_argv(&command), calls, D_TEMPLATE, dg, &output);
	if (result) {
		diag_hint(dg, "the template is %s", template);
		return result;
	}
	str_append(out, str_text(&output.out), output.out.len);
	return 0;
}

static void put_quoted(struct str *calls, const char *text)
{
	str_puts(calls, "[[");
	for (char last = ' '; *text; last = *text++) {
		if (*text == last && (last == '[' || last == ']'))
			str_putc(calls, ' ');
		str_putc(calls, *text);
	}
	str_puts(calls, "]]");
}

void m4_call(struct str *calls, const char *name, int n, ...)
{
	va_list ap;

	va_start(ap, n);
	str_puts(calls, name);
	for (int i = 0; i < n; i++) {
		str_puts(calls, i ? ", " : "(");
		put_quoted(calls, va_arg(ap, const char *));
	}
	str_puts(calls, ")\n");
	va_end(ap);
}
