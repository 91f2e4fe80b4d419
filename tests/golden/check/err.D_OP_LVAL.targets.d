BEGIN
{
	1 = 2;
	args[1][0] = 'x';
	x = 1;
	y = &x;
}
