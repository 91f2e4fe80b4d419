BEGIN
{
	trace(strlen(execname, 1));
	trace(substr(execname));
	trace(substr(execname, 1, 2, 3));
	printf();
	exit();
}
