inline int ZERO = 0;

BEGIN
{
	trace(pid / 0);
	trace(pid % ZERO);
	x = 1;
	x /= 0;
}
