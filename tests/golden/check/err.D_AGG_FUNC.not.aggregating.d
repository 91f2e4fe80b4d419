BEGIN
{
	@ = strlen(execname);
	count();
}
