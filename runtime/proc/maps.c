/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* 7f2c1d600000-7f2c1d628000 r-xp 00001000 fd:01 1835093     /usr/lib/x86_64-linux-gnu/libc.so.6
 * start        end          mode offset   dev   inode       path, to the end of the line */

#include "runtime/proc/proc.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"

/* What is left of a line. Each of the readers takes its part off or, if that is not there, makes
 * the line bad, which it stays. */
struct cursor {
	const char *at;
	bool is_bad;
};

static unsigned digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	return 16;
}

static uint64_t take_number(struct cursor *c, unsigned base)
{
	const char *start = c->at;
	uint64_t value = 0;

	for (; digit(*c->at) < base; c->at++) {
		c->is_bad |= value > UINT64_MAX / base;
		value = value * base + digit(*c->at);
	}
	c->is_bad |= c->at == start;
	return value;
}

static void take_char(struct cursor *c, char expected)
{
	bool is_there = *c->at == expected;

	c->at += is_there;
	c->is_bad |= !is_there;
}

/* One letter of the mode: is it the given one? */
static bool take_flag(struct cursor *c, char letter)
{
	bool is_set = *c->at == letter;

	if (*c->at)
		c->at++;
	else
		c->is_bad = true;
	return is_set;
}

int proc_map_parse(char *line, struct proc_map *out)
{
	struct cursor c = { .at = line };

	memset(out, 0, sizeof(*out));
	out->start = take_number(&c, 16);
	take_char(&c, '-');
	out->end = take_number(&c, 16);
	take_char(&c, ' ');
	take_flag(&c, 'r');
	out->is_write = take_flag(&c, 'w');
	out->is_exec = take_flag(&c, 'x');
	out->is_shared = take_flag(&c, 's');
	take_char(&c, ' ');
	out->offset = take_number(&c, 16);
	take_char(&c, ' ');
	out->dev_major = (uint32_t)take_number(&c, 16);
	take_char(&c, ':');
	out->dev_minor = (uint32_t)take_number(&c, 16);
	take_char(&c, ' ');
	out->inode = take_number(&c, 10);
	if (*c.at)
		take_char(&c, ' ');
	out->path = line + (c.at - line) + strspn(c.at, " ");
	return c.is_bad ? -EINVAL : 0;
}

int proc_maps_read(FILE *f, struct proc_maps *out)
{
	auto_free char *line = NULL;
	size_t cap = 0;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	while (!rc && getline(&line, &cap, f) > 0) {
		struct proc_map map;

		line[strcspn(line, "\n")] = '\0';
		rc = proc_map_parse(line, &map);
		map.path = xstrdup(rc ? "" : map.path);
		vec_push(&out->maps, map);
	}
	if (!rc && ferror(f))
		rc = -EIO;
	if (rc)
		proc_maps_fini(out);
	return rc;
}

/* The file may be gone from where it was, or be another's root's: the mapping itself is best. */
struct elfobj *proc_map_open(const char *proc_root, int pid, const struct proc_map *map)
{
	auto_free char *mapping = xasprintf("%s/%d/map_files/%" PRIx64 "-%" PRIx64, proc_root, pid,
					    map->start, map->end);
	auto_free char *rooted = xasprintf("%s/%d/root%s", proc_root, pid, map->path);
	const char *const paths[] = { mapping, rooted, map->path };
	struct elfobj *elf = proc_map_is_vdso(map) ? proc_vdso_open() : NULL;
	struct diag *dg = diag_new();

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]) && !elf; i++)
		if (elfobj_open(paths[i], dg, &elf))
			elf = NULL;
	diag_free(dg);
	return elf;
}

void proc_maps_fini(struct proc_maps *maps)
{
	vec_each(map, &maps->maps)
		free(map->path);
	vec_fini(&maps->maps);
}
