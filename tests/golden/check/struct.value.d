struct timespec { long sec, nsec; };

BEGIN
{
	this->ts = *(struct timespec *)copyin(arg0, sizeof (struct timespec));
	trace(this->ts.sec * 1000000000 + this->ts.nsec);
}
