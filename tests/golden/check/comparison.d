BEGIN
/pid == 1 && execname != "init" || arg0 < 0/
{
	x = timestamp > 5;
	y = "a" < execname;
	z = args[1] == execname;
	w = args[1] == NULL;
}
