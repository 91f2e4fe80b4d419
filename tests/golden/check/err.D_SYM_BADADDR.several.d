BEGIN
{
	trace(a.out`several);
}
