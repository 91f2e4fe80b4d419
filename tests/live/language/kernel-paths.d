#!/usr/sbin/dtrace -q -s
/* Paths and ancestors, from the structures of the running kernel. */
BEGIN
{
	printf("%s\n", root);
	printf("%d %d\n", substr(cwd, 0, 1) == "/", strlen(cwd) > 1);
	printf("%s\n", basename(d_path(&curthread->mm->exe_file->f_path)));
	printf("%d %d %d\n", progenyof(pid), progenyof(ppid), progenyof(-2));
	exit(0);
}
