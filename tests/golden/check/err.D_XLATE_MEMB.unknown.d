struct info { int a; };

translator struct info < int I > {
	a = I;
	b = I;
};

BEGIN
{
	trace(xlate <struct info>(pid).a);
}
