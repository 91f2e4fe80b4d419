BEGIN
{
	a = (char)arg0;
	b = (uint32_t)-1;
	c = (void *)arg0;
	d = (long)c;
	e = (string)args[1];
	f = (struct task_struct *)(void *)curthread;
	g = (pid_t)pid;
	h = (char *)curthread->comm;
}
