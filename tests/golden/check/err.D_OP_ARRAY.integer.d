BEGIN
{
	trace(pid[1]);
	trace(args[1][1, 2]);
}
