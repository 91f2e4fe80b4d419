/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Variables of every form, for variables.sh. jiffies is also one of the kernel's. */
#include <sys/sdt.h>
#include <unistd.h>

struct config {
	int level;
	const char *name;
	struct config *next;
	struct {
		short a, b;
	} pair[2];
};

struct config second = { 2, "two", NULL, { { 0 } } };
struct config first = { 1, "one", &second, { { 1, 2 }, { 3, 4 } } };
struct config *all[2] = { &first, &second };
int counter = 41;
static volatile unsigned char small = 200;
long zeroed[10];
char text[16] = "hello";
int jiffies = 4711;
__thread int own = 3;

int main(int argc, char **argv)
{
	(void)argv;
	do {
		counter++;
		zeroed[3] = 7 + small + own;
		STAP_PROBE1(live, hit, &first);
		if (argc > 1)
			usleep(10000);
	} while (argc > 1);
	return 0;
}
