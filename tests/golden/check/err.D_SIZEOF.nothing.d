struct bits { int a : 3; } *b;

BEGIN
{
	trace(sizeof (struct hidden));
	trace(sizeof (b->a));
}
