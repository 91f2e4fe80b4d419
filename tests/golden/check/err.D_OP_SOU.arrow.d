BEGIN
{
	trace(pid->x);
	trace(curthread.pid);
	trace(curthread->tasks->next);
}
