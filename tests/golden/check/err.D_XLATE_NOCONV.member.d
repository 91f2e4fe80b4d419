struct info { int a; int b; };

translator struct info < int I > {
	a = I;
};

BEGIN
{
	trace(xlate <struct info>(1).b);
}
