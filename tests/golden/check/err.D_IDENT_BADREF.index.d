BEGIN
{
	x[1] = 1;
	y = 1;
	trace(x);
	trace(y[1]);
	trace(args);
	trace(strlen);
}
