struct info { int a; };

translator struct info < int I > {
	a = I;
};

BEGIN
{
	trace(xlate <struct info>(1)->a);
	trace(xlate <struct info *>(1).a);
}
