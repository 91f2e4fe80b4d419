struct task_struct *t;

BEGIN
{
	a = 1;
	a = timestamp;
	b = execname;
	b = args[1];
	b = 0;
	c = curthread->comm;
	self->d = arg0;
	this->e = args[2];
	f++;
	g = 'x';
	t = 0;
}
