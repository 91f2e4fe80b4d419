BEGIN
{
	x[1] = 1;
	x[execname] = 2;
	@a["x"] = count();
	@a[pid] = count();
	y[*curthread] = 1;
}
