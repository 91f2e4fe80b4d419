BEGIN
{
	x = 1;
	x += timestamp;
	x <<= 2;
	this->p = (char *)copyin(arg0, 16);
	this->p += 4;
	self->depth++;
	--self->depth;
	total += arg0;
}
