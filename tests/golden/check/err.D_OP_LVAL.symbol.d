BEGIN
{
	`counter = 1;
}
