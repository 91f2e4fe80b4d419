BEGIN
{
	trace((int)execname);
	trace((struct task_struct)arg0);
}
