char c;
unsigned int u;

BEGIN
{
	x = c + c;
	y = c + 1;
	z = u - 1;
	w = timestamp / 1000;
	s = u << 3;
}
