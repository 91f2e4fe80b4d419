/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Lines that name one event are the sites of that one event (since 5.5). */

#include "runtime/kern/event.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"
#include "runtime/base/str.h"
#include "runtime/base/vec.h"
#include "runtime/kern/link.h"

#define GROUP "fasttrap"

/* Where tracefs is, or where older systems have it. */
static const char *folder(void)
{
	const char *own = "/sys/kernel/tracing", *debug = "/sys/kernel/debug/tracing";
	auto_free char *file = xasprintf("%s/uprobe_events", own);

	return access(file, F_OK) ? debug : own;
}

static int open_events(int flags)
{
	auto_free char *file = xasprintf("%s/uprobe_events", folder());

	return open(file, flags | O_CLOEXEC);
}

bool kern_event_can(void)
{
	auto_close int fd = open_events(O_WRONLY | O_APPEND);

	return fd >= 0;
}

/* O_TRUNC, as a shell's ">" has it, would remove everybody's events. */
static int command(const struct str *text)
{
	auto_close int fd = open_events(O_WRONLY | O_APPEND);

	if (fd < 0 || write(fd, text->data, text->len) < 0)
		return -errno;
	return 0;
}

static int read_number(const struct kern_event *event)
{
	auto_free char *file = xasprintf("%s/events/%s/id", folder(), event->name);
	auto_fclose FILE *f = fopen(file, "re");
	int number;

	return f && fscanf(f, "%d", &number) == 1 ? number : -EIO;
}

static int make_name(struct kern_event *out)
{
	uint64_t number;

	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		return -EIO;
	snprintf(out->name, sizeof(out->name), GROUP "/p%d_%016" PRIx64, getpid(), number);
	return 0;
}

int kern_event_make(const struct kern_uprobes *up, struct kern_event *out)
{
	auto_str struct str text = { 0 };
	int err = make_name(out);

	if (err)
		return err;
	for (uint32_t i = 0; i < up->n; i++) {
		str_printf(&text, "%c:%s %s:0x%" PRIx64, up->is_return ? 'r' : 'p', out->name,
			   up->path, up->offsets[i]);
		if (up->semaphores && up->semaphores[i])
			str_printf(&text, "(0x%" PRIx64 ")", up->semaphores[i]);
		str_putc(&text, '\n');
	}
	err = command(&text);
	if (!err)
		err = read_number(out);
	if (err < 0)
		kern_event_remove(out);
	return err;
}

void kern_event_remove(const struct kern_event *event)
{
	auto_str struct str text = { 0 };

	str_printf(&text, "-:%s\n", event->name);
	command(&text);
}

/* p:fasttrap/p1234_89abcdef01234567 /proc/self/fd/5:0x1234 */
static bool is_left(const char *line, struct kern_event *out)
{
	int pid;

	return sscanf(line, "%*1[pr]:%47[^ ]", out->name) == 1 &&
	       sscanf(out->name, GROUP "/p%d_", &pid) == 1 && kill(pid, 0) && errno == ESRCH;
}

/* The kernel counts lines where it goes on with a list, so none is removed while it is read. */
void kern_event_sweep(void)
{
	int fd = open_events(O_RDONLY);
	auto_fclose FILE *f = fd < 0 ? NULL : fdopen(fd, "r");
	auto_free char *line = NULL;
	VEC(struct kern_event) left = { 0 };
	struct kern_event event;
	size_t size = 0;

	while (f && getline(&line, &size, f) > 0)
		if (is_left(line, &event) &&
		    (!left.len || strcmp(event.name, left.data[left.len - 1].name)))
			vec_push(&left, event);
	vec_each(gone, &left)
		kern_event_remove(gone);
	vec_fini(&left);
}
