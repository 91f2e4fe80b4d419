BEGIN
{
	start[pid] = timestamp;
}

END
/(this->start = start[pid])/
{
	trace(timestamp - this->start);
}
