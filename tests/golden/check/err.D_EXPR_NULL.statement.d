BEGIN
{
	pid == 1;
	execname;
}
