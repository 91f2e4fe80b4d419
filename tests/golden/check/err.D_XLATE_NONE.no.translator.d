struct info { int a; };

BEGIN
{
	trace(xlate <struct info>(pid).a);
}
