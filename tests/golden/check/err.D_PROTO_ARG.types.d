BEGIN
{
	trace(strlen(1));
	exit("now");
	clear(pid);
	@ = sum(execname);
	trace(bcopy(args[1], args[1], 1));
}
