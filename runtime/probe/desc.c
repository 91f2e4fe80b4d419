/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include "runtime/probe/desc.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/glob.h"
#include "runtime/base/str.h"

/* As the fields are numbered in enum desc_field. */
static const struct field {
	const char *name;
	size_t max;
} fields[] = { { "provider", 63 }, { "module", 63 }, { "function", 191 }, { "name", 63 } };

/* "12" alone is a probe's number, as -l prints it. */
static bool parse_id(const char *text, uint32_t *out)
{
	unsigned long id;
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	id = strtoul(text, &end, 10);
	if (*end)
		return false;
	*out = errno || id > UINT32_MAX ? UINT32_MAX : (uint32_t)id;
	return true;
}

/* Takes the fields off the text's end, the rightmost first. */
static int split(char *text, enum desc_field rightmost, const struct probe_desc *desc,
		 struct diag *dg, char *out[])
{
	for (int i = (int)rightmost;; i--) {
		char *colon = strrchr(text, ':');
		const char *word = colon ? colon + 1 : text;

		if (i < 0)
			return diag_error(dg, &desc->loc, D_PDESC_INVAL,
					  "Overspecified probe description");
		if (strlen(word) > fields[i].max)
			return diag_error(
				dg, &desc->loc, D_PDESC_INVAL,
				"%s field of the probe description exceeds %zu characters",
				fields[i].name, fields[i].max);
		free(out[i]);
		out[i] = xstrdup(word);
		if (!colon)
			return 0;
		*colon = '\0';
	}
}

int probe_desc_parse(const char *text, enum desc_field rightmost, const struct loc *loc,
		     struct diag *dg, struct probe_desc *out)
{
	char *words[] = { xstrdup(""), xstrdup(""), xstrdup(""), xstrdup("") };
	const char *start = text + strspn(text, " \t\n");
	auto_free char *copy = NULL;
	size_t len = strlen(start);
	int ret = 0;

	while (len > 0 && isspace((unsigned char)start[len - 1]))
		len--;
	copy = xstrndup(start, len);
	*out = (struct probe_desc){ .text = xstrdup(copy), .loc = loc ? *loc : (struct loc){ 0 } };
	if (!*copy || strpbrk(copy, " \t\n"))
		ret = diag_error(dg, &out->loc, D_PDESC_INVAL,
				 "\"%s\" is not a probe description: provider:module:function:name",
				 copy);
	else if (!parse_id(copy, &out->id))
		ret = split(copy, rightmost, out, dg, words);
	else if (out->id == 0)
		ret = diag_error(dg, &out->loc, D_PDESC_INVAL, "probes are numbered from 1");
	out->provider = words[DESC_PROVIDER];
	out->module = words[DESC_MODULE];
	out->func = words[DESC_FUNC];
	out->name = words[DESC_NAME];
	if (ret < 0)
		probe_desc_fini(out);
	return ret;
}

char *probe_desc_with_target(const char *text, int pid)
{
	static const char target[] = "$target";
	const char *at = strstr(text, target);
	struct str out = { 0 };

	if (!at)
		return NULL;
	for (; at; at = strstr(text, target)) {
		str_append(&out, text, (size_t)(at - text));
		str_printf(&out, "%d", pid);
		text = at + sizeof(target) - 1;
	}
	str_puts(&out, text);
	return out.data;
}

void probe_desc_fini(struct probe_desc *desc)
{
	free(desc->provider);
	free(desc->module);
	free(desc->func);
	free(desc->name);
	free(desc->text);
	*desc = (struct probe_desc){ 0 };
}

/* A process number: digits alone, without a leading 0. */
static bool parse_pid(const char *text, int *out)
{
	char *end;
	long pid;

	if (*text < '1' || *text > '9')
		return false;
	errno = 0;
	pid = strtol(text, &end, 10);
	if (*end || errno || pid > INT_MAX)
		return false;
	*out = (int)pid;
	return true;
}

bool probe_desc_wants_provider(const struct probe_desc *desc, const char *name, int *pid)
{
	const size_t len = strlen(name);

	*pid = 0;
	if (glob_match(desc->provider, name))
		return true;
	return !glob_is_pattern(desc->provider) && strncmp(desc->provider, name, len) == 0 &&
	       parse_pid(desc->provider + len, pid);
}

int probe_desc_pid(const struct probe_desc *desc)
{
	const char *at = desc->provider + strlen(desc->provider);
	int pid;

	if (glob_is_pattern(desc->provider))
		return 0;
	while (at > desc->provider && isdigit((unsigned char)at[-1]))
		at--;
	return at > desc->provider && parse_pid(at, &pid) ? pid : 0;
}

bool probe_desc_matches(const struct probe_desc *desc, const char *module, const char *func,
			const char *name)
{
	return glob_match(desc->module, module) && glob_match(desc->func, func) &&
	       glob_match(desc->name, name);
}

bool probe_desc_is_plain_name(const struct probe_desc *desc)
{
	return !*desc->provider && !*desc->module && !*desc->func && *desc->name &&
	       !glob_is_pattern(desc->name);
}
