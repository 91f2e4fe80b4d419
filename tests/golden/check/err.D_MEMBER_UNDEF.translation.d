struct info { int count; };

translator struct info < int I > {
	count = I;
};

BEGIN
{
	trace(xlate <struct info>(1).cuont);
}
