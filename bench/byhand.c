/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* byhand OBJECT FILE: loads the programs of byhand.bpf.c with libbpf and ties each to the probe of
 * FILE that has its name, with a uprobe_multi link, as dtrace does. Prints "ready", empties the
 * ring buffer each millisecond, and at the end of standard input prints what was counted: "NAME
 * NUMBER". */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/diag.h"
#include "runtime/elf/elfobj.h"
#include "runtime/elf/note.h"
#include "runtime/kern/caps.h"
#include "runtime/kern/link.h"
#include "runtime/kern/ring.h"
#include "runtime/kern/sys.h"

enum { MAX_KEY = 256 };

struct tracer {
	struct diag *dg;
	struct bpf_object *object;
	struct note_sites sites;
	struct kern_links *links;
	struct kern_ring *ring;
	uint64_t n_events;
};

static int map_fd(const struct tracer *t, const char *name)
{
	return bpf_object__find_map_fd_by_name(t->object, name);
}

static int load(struct tracer *t, const char *path)
{
	struct bpf_program *prog;

	t->object = bpf_object__open_file(path, NULL);
	if (!t->object)
		return -errno;
	bpf_object__for_each_program(prog, t->object) {
		bpf_program__set_type(prog, BPF_PROG_TYPE_KPROBE);
		bpf_program__set_expected_attach_type(
			prog, (enum bpf_attach_type)KERN_TRACE_UPROBE_MULTI);
	}
	return bpf_object__load(t->object);
}

/* Where at its probe a program is attached: the probe is the first instruction of a function. */
struct place {
	const char *prog;
	uint64_t offset;
	bool is_return;
};

static const struct place *place_of(const char *prog)
{
	static const struct place places[] = {
		{ "return_hand", 0, true },
		{ "step_hand", 1, false },
		{ NULL, 0, false },
	};
	const struct place *place = places;

	while (place->prog && strcmp(place->prog, prog) != 0)
		place++;
	return place;
}

static int attach(struct tracer *t, const char *path, const struct bpf_program *prog)
{
	const struct place *place = place_of(bpf_program__name(prog));
	struct kern_uprobes up = { .path = path, .n = 1, .is_return = place->is_return };
	struct kern_caps caps = { 0 };
	uint64_t offset;

	kern_set(&caps, KERN_UPROBE_MULTI, true);
	vec_each(site, &t->sites.sites) {
		if (strcmp(site->name, bpf_program__name(prog)) != 0)
			continue;
		offset = site->offset + place->offset;
		up.offsets = &offset;
		return kern_link_uprobes(&caps, t->links, bpf_program__fd(prog), &up, t->dg);
	}
	return diag_error(t->dg, NULL, D_ATTACH, "%s has no probe %s", path,
			  bpf_program__name(prog));
}

static int attach_all(struct tracer *t, const char *path)
{
	struct bpf_program *prog;
	struct elfobj *obj;
	int err = elfobj_open(path, t->dg, &obj);

	if (!err)
		err = note_sites_read(obj, t->dg, &t->sites);
	t->links = kern_links_new();
	bpf_object__for_each_program(prog, t->object)
		if (err >= 0)
			err = attach(t, path, prog);
	return err < 0 ? err : 0;
}

static int count_event(const void *data, size_t size, void *ctx)
{
	struct tracer *t = ctx;

	(void)data;
	(void)size;
	t->n_events++;
	return 0;
}

static int follow(struct tracer *t)
{
	struct pollfd input = { .fd = 0, .events = POLLIN };
	struct bpf_map *events = bpf_object__find_map_by_name(t->object, "events");

	t->ring = kern_ring_open(bpf_map__fd(events), bpf_map__max_entries(events), t->dg);
	if (!t->ring)
		return -ENOMEM;
	puts("ready");
	fflush(stdout);
	while (poll(&input, 1, 1) == 0)
		kern_ring_read(t->ring, 0, count_event, t, NULL);
	kern_ring_read(t->ring, 0, count_event, t, NULL);
	return 0;
}

/* All the 64-bit words of a map, over its keys and CPUs. */
static void print_sum(const struct tracer *t, const char *name, const char *map_name, size_t size)
{
	size_t n_words = (size_t)libbpf_num_possible_cpus() * size / 8;
	uint64_t *words = calloc(n_words, 8);
	uint64_t sum = 0;
	char key[MAX_KEY] = { 0 };
	const void *previous = NULL;

	while (words && !bpf_map_get_next_key(map_fd(t, map_name), previous, key)) {
		previous = key;
		if (bpf_map_lookup_elem(map_fd(t, map_name), key, words))
			break;
		for (size_t i = 0; i < n_words; i++)
			sum += words[i];
	}
	printf("%s %" PRIu64 "\n", name, sum);
	free(words);
}

static void print_counts(const struct tracer *t)
{
	print_sum(t, "count_hand", "counter", 8);
	print_sum(t, "return_hand", "return_counter", 8);
	print_sum(t, "step_hand", "step_counter", 8);
	print_sum(t, "key_hand", "by_key", 8);
	print_sum(t, "string_hand", "by_text", 8);
	print_sum(t, "quantize_hand", "distribution", 64 * 8);
	printf("record_hand %" PRIu64 "\n", t->n_events);
}

int main(int argc, char **argv)
{
	struct tracer t = { .dg = diag_new() };
	struct diag_style style = { .program = "byhand" };
	int err;

	if (argc != 3) {
		fputs("usage: byhand OBJECT FILE\n", stderr);
		return 2;
	}
	err = load(&t, argv[1]);
	if (!err)
		err = attach_all(&t, argv[2]);
	if (!err)
		err = follow(&t);
	diag_print(t.dg, stderr, &style);
	if (err)
		return 1;
	print_counts(&t);
	kern_links_close(t.links);
	return 0;
}
