/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Stands in for libFuzzer where there is none: NAME_replay runs each file of NAME.corpus, or those
 * it is given, once. So the corpus is a test with every compiler. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/cleanup.h"

#define INPUT_SIZE (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(const char *path)
{
	auto_free uint8_t *bytes = xmalloc(INPUT_SIZE);
	auto_fclose FILE *f = fopen(path, "r");

	if (!f)
		return -1;
	LLVMFuzzerTestOneInput(bytes, fread(bytes, 1, INPUT_SIZE, f));
	return 0;
}

/* Returns how many inputs there were. */
static int run_corpus(const char *program)
{
	const char *slash = strrchr(program, '/'), *name = slash ? slash + 1 : program;
	const char *end = strstr(name, "_replay"), *root = getenv("top_srcdir");
	auto_free char *folder = xasprintf("%s/tests/fuzz/%.*s.corpus", root ? root : ".",
					   end ? (int)(end - name) : 0, name);
	struct dirent *entry;
	DIR *dir = opendir(folder);
	int n = 0;

	while (dir && (entry = readdir(dir))) {
		auto_free char *path = xasprintf("%s/%s", folder, entry->d_name);

		if (*entry->d_name != '.')
			n += run(path) == 0;
	}
	if (dir)
		closedir(dir);
	return n;
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? 0 : run_corpus(argv[0]);

	for (int i = 1; i < argc; i++)
		n += run(argv[i]) == 0;
	printf("1..1\n%sok 1 - %d inputs do no harm\n", n ? "" : "not ", n);
	return 0;
}
