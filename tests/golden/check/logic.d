BEGIN
{
	x = pid && execname;
	y = pid ^^ arg0;
	z = !execname;
	w = 0 && pid;
	v = args[1] || 0;
	u = (pid, execname);
}
