BEGIN
{
	trace(`tls);
}
