/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Is the code that a process has mapped what its files hold, byte for byte? Tells where it is not,
 * and exits with 1. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 4096 };

struct mapping {
	uint64_t start, end, offset;
	char mode[8], path[512];
};

static int differs(int memory, int file, const struct mapping *m)
{
	unsigned char here[PAGE], there[PAGE];
	int result = 0;

	for (uint64_t at = m->start; at < m->end; at += PAGE) {
		ssize_t size = pread(file, there, PAGE, (off_t)(at - m->start + m->offset));

		if (size <= 0 || pread(memory, here, PAGE, (off_t)at) != PAGE)
			continue;
		for (ssize_t i = 0; i < size; i++) {
			if (here[i] == there[i])
				continue;
			printf("%s: 0x%" PRIx64 " has %02x in place of %02x\n", m->path,
			       at + (uint64_t)i - m->start + m->offset, here[i], there[i]);
			result = 1;
		}
	}
	return result;
}

static int check(const char *pid, int memory, const struct mapping *m)
{
	char path[128];
	int file, result;

	snprintf(path, sizeof(path), "/proc/%s/map_files/%" PRIx64 "-%" PRIx64, pid, m->start,
		 m->end);
	file = open(path, O_RDONLY);
	if (file < 0)
		return 0;
	result = differs(memory, file, m);
	close(file);
	return result;
}

int main(int argc, char **argv)
{
	char path[64], line[1024];
	int memory, result = 0;
	FILE *maps;

	if (argc != 2)
		return 2;
	snprintf(path, sizeof(path), "/proc/%s/mem", argv[1]);
	memory = open(path, O_RDONLY);
	snprintf(path, sizeof(path), "/proc/%s/maps", argv[1]);
	maps = fopen(path, "r");
	if (memory < 0 || !maps)
		return 2;
	while (fgets(line, sizeof(line), maps)) {
		struct mapping m = { .path = "" };

		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %" SCNx64 " %*s %*s %511s", &m.start,
			   &m.end, m.mode, &m.offset, m.path) == 5 &&
		    m.mode[2] == 'x' && m.path[0] == '/')
			result |= check(argv[1], memory, &m);
	}
	fclose(maps);
	return result;
}
