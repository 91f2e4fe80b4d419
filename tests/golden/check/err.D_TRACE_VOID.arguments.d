BEGIN
{
	trace(bcopy(args[1], args[1], 1));
	printf("%d", (void)pid);
}
