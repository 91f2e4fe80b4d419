BEGIN
{
	x = args[0];
	y = args[1];
	z = args[2] + uregs[3];
}
