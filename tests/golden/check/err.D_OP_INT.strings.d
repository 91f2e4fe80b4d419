BEGIN
{
	trace(execname * 2);
	trace(~execname);
	trace(args[1][execname]);
	x = execname;
	x += 1;
}
