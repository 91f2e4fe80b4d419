/* Printed before the text fills it. */
BEGIN
{
	printa(@x);
}

END
{
	@x = count();
}
