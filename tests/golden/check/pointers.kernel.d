BEGIN
{
	trace(curthread->tasks.next->prev == &curthread->tasks);
	this->p = curthread->tasks.next;
	trace(curthread->pid);
	trace(stringof(curthread->comm));
}
