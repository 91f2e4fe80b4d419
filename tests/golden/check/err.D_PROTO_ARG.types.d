BEGIN
{
	trace(strlen(1));
	exit("now");
	clear(pid);
	@ = sum(execname);
}
