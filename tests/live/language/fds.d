#!/usr/sbin/dtrace -q -s
/* Open files as the library io.d has them: standard input is /dev/null, the output a pipe. */
BEGIN
{
	printf("%s %s %s\n", fds[0].fi_name, fds[0].fi_dirname, fds[0].fi_pathname);
	printf("%d %d\n", fds[0].fi_oflags & 3, fds[0].fi_offset);
	printf("%d\n", strstr(fds[0].fi_pathname, fds[0].fi_mount) != NULL);
	printf("%s %s %s %s %s %d\n", fds[1].fi_name, fds[1].fi_dirname, fds[1].fi_pathname,
	    fds[1].fi_mount, fds[1].fi_fs, fds[1].fi_oflags & 3);
	exit(0);
}

END
{
	none = -1;
	printf("%s %s %s %s %d\n", fds[1000000].fi_name, fds[1000000].fi_pathname,
	    fds[none].fi_dirname, fds[none].fi_fs, fds[none].fi_oflags);
	this->file = fds[0];
	printf("%s %s\n", this->file.fi_pathname, this->file.fi_fs == fds[0].fi_fs ? "same" : "");
	printf("%s\n", root);
}
