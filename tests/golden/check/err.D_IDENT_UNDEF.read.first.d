BEGIN
{
	elapsed = 1;
	trace(elapsde);
	trace(self->start);
	x = y + 1;
	trace(x);
	trace(timestmp);
}
