BEGIN
{
	@a = count();
	@b = lquantize(arg0, 0, 10);
}

END
{
	@a = sum(arg0);
	@b = lquantize(arg0, 0, 20);
}
