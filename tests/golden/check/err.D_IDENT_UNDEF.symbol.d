BEGIN
{
	trace(`nothing);
}
