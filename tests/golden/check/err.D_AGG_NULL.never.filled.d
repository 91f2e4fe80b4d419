BEGIN
{
	printa(@nothing);
	clear(@nothing);
}
