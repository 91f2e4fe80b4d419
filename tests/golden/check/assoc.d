int declared[string, int];

BEGIN
{
	ts[pid, execname] = timestamp;
	self->stack[self->depth++] = timestamp;
	declared["x", 'a']++;
	ts[arg0, args[1]] = 0;
	delta = timestamp - self->stack[0];
}
