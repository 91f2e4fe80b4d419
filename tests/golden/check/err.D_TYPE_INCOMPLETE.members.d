struct hidden *p;
struct hidden v;

BEGIN
{
	trace(p->x);
	trace(*copyin(arg0, 1));
}
