/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* A memfd is what we want: it needs no directory that can be written and allows to execute, and
 * leaves nothing behind. Where vm.memfd_noexec forbids executable ones, one that exec() refuses can
 * still be mapped as code, so that is the first way. Where a policy forbids this too, or memfd
 * at all, the last ways are real files whose names are gone before anything is in them. */
#include "sdk/runtime/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sdk/runtime/image.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U /* Linux 6.3 */
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 16U
#endif

static int open_memfd(const char *name, unsigned int flags)
{
	const int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | flags);

	return fd < 0 ? -errno : fd;
}

/* In a directory of its own, so that tools see its name and nobody else's file is met. */
static int open_unlinked(const char *where, const char *name)
{
	char dir[512], path[800];
	int fd, error;

	if (!where || where[0] != '/')
		return -ENOENT;
	if ((size_t)snprintf(dir, sizeof(dir), "%s/usdt-XXXXXX", where) >= sizeof(dir) ||
	    !mkdtemp(dir))
		return -ENOENT;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	error = errno;
	unlink(path);
	rmdir(dir);
	return fd < 0 ? -error : fd;
}

int usdt_mapping_open(unsigned int way, const char *name)
{
	switch (way) {
	case 0:
		return open_memfd(name, MFD_NOEXEC_SEAL);
	case 1:
		return open_memfd(name, MFD_EXEC);
	case 2:
		return open_memfd(name, 0);
	case 3:
		return open_unlinked(secure_getenv("XDG_RUNTIME_DIR"), name);
	case 4:
		return open_unlinked(secure_getenv("TMPDIR"), name);
	case 5:
		return open_unlinked("/tmp", name);
	case 6:
		return open_unlinked("/var/tmp", name);
	}
	return -ERANGE;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		const ssize_t n = write(fd, bytes + done, size - done);

		if (n < 0 && errno != EINTR)
			return -errno;
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* Real files have no seals; they are nobody else's. */
static void seal(int fd)
{
	fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
}

/* The kernel replaces a mapping in one step for other threads, and the probes are the same before
 * and after. What is refused is refused before the old mapping is gone. The code comes last: then
 * nothing is traced that cannot be hit. */
static int map_over(const struct usdt_mapping *mapping, int fd)
{
	const int flags = MAP_PRIVATE | MAP_FIXED;
	const size_t size = mapping->page_size;

	if (mmap(mapping->base + size, size, PROT_READ | PROT_WRITE, flags, fd, (off_t)size) ==
	    MAP_FAILED)
		return -errno;
	if (mmap(mapping->base, size, PROT_READ | PROT_EXEC, flags, fd, 0) == MAP_FAILED)
		return -errno;
	return 0;
}

static int fill_from(struct usdt_mapping *mapping, int fd, const struct usdt_image *image)
{
	struct stat st;
	int ret = write_all(fd, image->bytes, image->size);

	if (ret == 0 && fstat(fd, &st) < 0)
		ret = -errno;
	if (ret < 0)
		return ret;
	seal(fd);
	ret = map_over(mapping, fd);
	if (ret < 0)
		return ret;
	mapping->fd = fd;
	mapping->device = st.st_dev;
	mapping->inode = st.st_ino;
	return 0;
}

int usdt_mapping_fill(struct usdt_mapping *mapping, const char *name,
		      const struct usdt_image *image)
{
	int error = -ENOTSUP;

	for (unsigned int way = 0;; way++) {
		const int fd = usdt_mapping_open(way, name);
		int ret = fd;

		if (fd == -ERANGE)
			return error;
		if (fd >= 0)
			ret = fill_from(mapping, fd, image);
		if (ret >= 0)
			return 0;
		if (fd >= 0)
			close(fd);
		if (ret != -ENOENT && ret != -EINVAL)
			error = ret;
	}
}

int usdt_mapping_reserve(size_t page_size, struct usdt_mapping *out)
{
	char *base = mmap(NULL, 2 * page_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (base == MAP_FAILED)
		return -errno;
	if (mprotect(base + page_size, page_size, PROT_READ | PROT_WRITE) < 0) {
		munmap(base, 2 * page_size);
		return -ENOMEM;
	}
	*out = (struct usdt_mapping){ .base = base, .page_size = page_size, .fd = -1 };
	return 0;
}

/* Programs that close all descriptors may have made the number somebody else's. */
void usdt_mapping_close(struct usdt_mapping *mapping)
{
	struct stat st;

	if (mapping->fd >= 0 && fstat(mapping->fd, &st) == 0 && st.st_dev == mapping->device &&
	    st.st_ino == mapping->inode)
		close(mapping->fd);
	mapping->fd = -1;
}

void usdt_mapping_release(struct usdt_mapping *mapping)
{
	usdt_mapping_close(mapping);
	munmap(mapping->base, 2 * mapping->page_size);
}
