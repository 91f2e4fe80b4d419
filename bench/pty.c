/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* pty FILE COMMAND ...: becomes the command, whose output is a terminal. Behind it a process reads
 * what is shown there, as an emulator of a terminal would, and writes it to the file. */
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void write_all(int fd, const char *bytes, ssize_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, (size_t)len);

		if (n < 0)
			fail("pty: write");
		bytes += n;
		len -= n;
	}
}

/* The end is an error: nobody has the terminal open any more. */
static void show(int terminal, const char *path)
{
	static char bytes[CHUNK];
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	ssize_t n;

	if (file < 0)
		fail(path);
	while ((n = read(terminal, bytes, sizeof(bytes))) > 0)
		write_all(file, bytes, n);
	if (n < 0 && errno != EIO)
		fail("pty: read");
}

/* The reader is a grandchild: the command must not find a child that it knows nothing of. */
static void start_reader(int terminal, int other_end, const char *path)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("pty: fork");
	if (!pid) {
		close(other_end);
		if (fork() == 0)
			show(terminal, path);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
	int terminal, end;

	if (argc < 3) {
		fputs("usage: pty FILE COMMAND ...\n", stderr);
		return 2;
	}
	if (openpty(&terminal, &end, NULL, NULL, NULL) < 0)
		fail("pty: openpty");
	start_reader(terminal, end, argv[1]);
	close(terminal);
	if (dup2(end, STDOUT_FILENO) < 0)
		fail("pty: dup2");
	close(end);
	execvp(argv[2], argv + 2);
	fail(argv[2]);
	return 1;
}
