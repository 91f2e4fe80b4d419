BEGIN
{
	x[1] = 1;
	x[1, 2] = 2;
	@a[1] = count();
	@a = count();
	printa(@a[1]);
}
