BEGIN
{
	self->x[self->depth] = this->y;
	x["a", 1, arg0] = args[0]->member.other[3]->self;
	`kernel_symbol + genunix`kmem_flags;
	sizeof (int) + sizeof x + sizeof (x) + sizeof (struct foo *) + sizeof (x + 1);
	offsetof(struct task_struct, pid);
	stringof(arg0) == stringof arg0;
	xlate <struct psinfo *>(curpsinfo)->pr_pid;
	f() + g(1, (2, 3), h(x));
	'a' + 'ab' + 0x10u + 010 + "s\n" [0];
	curpsinfo->pr_psargs;
	++self->x; this->x++;
	p->string + p.probe;
}
