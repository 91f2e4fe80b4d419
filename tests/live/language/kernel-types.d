#!/usr/sbin/dtrace -q -s
/* Types that nobody declares are the kernel's, down to bit-fields and what structs hold. */
pid_t mine;

BEGIN
{
	mine = curthread->tgid;
	printf("%d %d %s\n", mine == pid, curthread->pid == tid, curthread->comm);
	printf("%d\n", curthread->real_parent->tgid == ppid);
	printf("%d %d\n", curthread->cred->uid.val == uid, curthread->sched_reset_on_fork);
	this->task = (struct task_struct *)(uintptr_t)curthread;
	printf("%s\n", stringof(curthread->mm->exe_file->f_path.dentry->d_name.name));
	printf("%d %d\n", sizeof (struct list_head), offsetof(struct list_head, prev));
	printf("%d %d\n", sizeof (gfp_t), sizeof (struct task_struct) > 1000);
	printf("%d\n", offsetof(struct device_driver, probe) > 0);
	/* dev_t of the kernel and dev_t of user land differ. */
	printf("%d %d\n", sizeof (((struct inode *)0)->i_rdev), sizeof (dev_t));
	printf("%d\n", curthread->tasks.next->prev == &curthread->tasks);
	exit(0);
}
