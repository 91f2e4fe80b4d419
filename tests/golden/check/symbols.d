/* Variables of processes and of the kernel. */
BEGIN
{
	this->n = `counter + a.out`counter;
	this->weight = (uintptr_t)`config[1]->prev;
	trace(`untold[3]);
	trace((uintptr_t)&`main);
	trace(vmlinux`jiffies);
	trace(*(int *)&`jiffies);
	trace((uintptr_t)`tasks.next->next);
}
