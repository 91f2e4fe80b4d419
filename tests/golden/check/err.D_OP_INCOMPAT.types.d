char *p;

BEGIN
{
	x = 1;
	x = execname;
	trace(execname + 1);
	trace(execname == 1);
	trace(pid ? execname : 1);
	p = arg0;
	p = args[1];
	p = (char *)copyin(arg0, 1);
}
