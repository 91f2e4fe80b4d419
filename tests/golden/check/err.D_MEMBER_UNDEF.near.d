BEGIN
{
	trace(curthread->cmm);
	trace(offsetof(struct task_struct, nothing));
}
