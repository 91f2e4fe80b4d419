struct s { int a; } *p;

BEGIN
{
	trace(*p && 1);
	trace(!*p);
	x = *p;
	x++;
}
