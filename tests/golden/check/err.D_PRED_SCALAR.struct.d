struct s { int a; } *p;

BEGIN
/p[0]/
{
	trace(1);
}
