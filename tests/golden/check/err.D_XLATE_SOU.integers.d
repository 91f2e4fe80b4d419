translator int < char C > {
	a = 1;
};

BEGIN
{
	trace(xlate <int>(pid));
	trace(xlate <int *>(pid));
}
