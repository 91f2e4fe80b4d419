BEGIN
{
	a = b = c;
	a || b && c | d ^ e & f == g < h << i + j * k;
	a ^^ b || c;
	a - b - c;
	a ? b : c ? d : e;
	a ? b, c : d;
	-a + !b * ~c;
	*p++ + --q - r--;
	&x + (int)y * 2;
	a += b -= c *= d /= e %= f &= g |= h ^= i <<= j >>= k;
	a, b, c;
	(a, b)[0];
}
