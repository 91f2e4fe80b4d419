BEGIN
{
	trace(substr(execname, 1));
	trace(substr(execname, 1, args[2]));
	printf("%d %s\n", pid, args[1]);
	copyinstr(args[1], 10);
	stack(5);
	exit(0);
}
