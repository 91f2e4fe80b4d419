BEGIN
{
	x = trace(1);
	pid ? printf("x") : 1;
	y = stack();
}
