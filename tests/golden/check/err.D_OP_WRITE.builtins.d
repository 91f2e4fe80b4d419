inline int fixed = 1;

BEGIN
{
	pid = 1;
	timestamp++;
	args[0] = 1;
	fixed = 2;
}
