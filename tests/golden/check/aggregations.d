BEGIN
{
	@ = count();
	@calls[execname, pid] = sum(arg0);
	@stacks[stack(), usym(arg0)] = count();
	@dist["x"] = lquantize(args[2], 0, 100, 10);
}

END
{
	printa("%s %@d\n", @calls);
	printa(@);
	clear(@dist);
}
