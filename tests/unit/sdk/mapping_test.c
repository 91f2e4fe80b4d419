/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sdk/runtime/image.h"
#include "sdk/runtime/mapping.h"

enum { PAGE = 4096 };

static const char *link_of(int fd, char *target, size_t size)
{
	char path[32];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	n = readlink(path, target, size - 1);
	assert_true(n > 0);
	target[n] = '\0';
	return target;
}

static void every_way_leads_to_a_nameless_file_of_that_name(void **state)
{
	char target[256];
	int n_ways = 0, fd;

	(void)state;
	for (unsigned int way = 0; (fd = usdt_mapping_open(way, "shop.lua")) != -ERANGE; way++) {
		const char *base;
		struct stat st;

		if (fd < 0)
			continue;
		base = strrchr(link_of(fd, target, sizeof(target)), '/') + 1;
		base += strncmp(base, "memfd:", 6) ? 0 : 6;
		assert_string_equal(base, "shop.lua (deleted)");
		assert_int_equal(fstat(fd, &st), 0);
		assert_int_equal(st.st_nlink, 0);
		assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
		close(fd);
		n_ways++;
	}
	assert_true(n_ways > 0);
}

static void image_of(struct usdt_image *out)
{
	out->size = 2 * PAGE;
	out->bytes = calloc(1, out->size);
	strcpy(out->bytes, "code");
	strcpy(out->bytes + PAGE, "counters");
}

static void an_image_takes_the_place_of_the_reservation(void **state)
{
	struct usdt_mapping mapping;
	struct usdt_image image;

	(void)state;
	if (sysconf(_SC_PAGESIZE) != PAGE)
		skip();
	image_of(&image);
	assert_int_equal(usdt_mapping_reserve(PAGE, &mapping), 0);
	strcpy(mapping.base + PAGE, "before");
	assert_int_equal(usdt_mapping_fill(&mapping, "test", &image), 0);
	assert_string_equal(mapping.base, "code");
	assert_string_equal(mapping.base + PAGE, "counters");
	mapping.base[PAGE] = 'C';
	usdt_mapping_release(&mapping);
	free(image.bytes);
}

static void what_is_mapped_cannot_be_changed(void **state)
{
	const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
	struct usdt_mapping mapping;
	struct usdt_image image;
	int got;

	(void)state;
	if (sysconf(_SC_PAGESIZE) != PAGE)
		skip();
	image_of(&image);
	assert_int_equal(usdt_mapping_reserve(PAGE, &mapping), 0);
	assert_int_equal(usdt_mapping_fill(&mapping, "test", &image), 0);
	got = fcntl(mapping.fd, F_GET_SEALS);
	if (got >= 0) {
		assert_int_equal(got & seals, seals);
		assert_int_equal(pwrite(mapping.fd, "x", 1, 0), -1);
	}
	usdt_mapping_release(&mapping);
	free(image.bytes);
}

/* As after closefrom() in a daemon. */
static void a_descriptor_that_became_somebody_elses_stays_open(void **state)
{
	struct usdt_mapping mapping;
	struct usdt_image image;
	int fd;

	(void)state;
	if (sysconf(_SC_PAGESIZE) != PAGE)
		skip();
	image_of(&image);
	assert_int_equal(usdt_mapping_reserve(PAGE, &mapping), 0);
	assert_int_equal(usdt_mapping_fill(&mapping, "test", &image), 0);
	fd = mapping.fd;
	assert_int_equal(dup2(STDERR_FILENO, fd), fd);
	usdt_mapping_release(&mapping);
	assert_true(fcntl(fd, F_GETFD) >= 0);
	close(fd);
	free(image.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way_leads_to_a_nameless_file_of_that_name),
		cmocka_unit_test(an_image_takes_the_place_of_the_reservation),
		cmocka_unit_test(what_is_mapped_cannot_be_changed),
		cmocka_unit_test(a_descriptor_that_became_somebody_elses_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
