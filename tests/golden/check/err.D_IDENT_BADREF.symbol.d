BEGIN
{
	trace(`main);
}
