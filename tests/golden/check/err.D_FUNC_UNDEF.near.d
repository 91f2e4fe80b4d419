BEGIN
{
	prinft("x");
	@ = cuont();
	pid();
}
