BEGIN
{
	trace(args[5]);
	trace(args[arg0]);
}
