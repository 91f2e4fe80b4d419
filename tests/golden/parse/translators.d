typedef struct { int pr_pid; string pr_name; } psinfo2_t;
translator psinfo2_t < struct task_struct *T > {
	pr_pid = T->pid;
	pr_name = stringof(T->comm);
};
#pragma D binding "1.0" translator
translator psinfo2_t < int i >
{
	pr_pid = i; };
