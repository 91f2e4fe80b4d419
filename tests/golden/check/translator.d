typedef struct info {
	string name;
	pid_t pid;
	char comm[16];
} info_t;

translator info_t < struct task_struct *T > {
	name = T->pid == 0 ? "idle" : T->comm;
	pid = T->pid;
	comm = T->comm;
};

inline info_t *me = xlate <info_t *> (curthread);

BEGIN
/me->pid != 0/
{
	trace(me->name);
	trace(xlate <info_t> (curthread).comm);
}
