/* As a value or a pointer, and one translator's result as what another one begins with. */
typedef struct inner {
	pid_t pid;
	char comm[16];
} inner_t;

typedef struct outer {
	inner_t in;
	inner_t *at;
	unsigned int twice:4;
} outer_t;

translator inner_t < struct task_struct *T > {
	pid = T->pid;
	comm = T->comm;
};

translator outer_t < inner_t *I > {
	in = *I;
	at = I;
	twice = I->pid * 2;
};

inline inner_t *me = xlate <inner_t *>(curthread);
inline outer_t around = xlate <outer_t>(me);

BEGIN
/around.twice/
{
	this->p = me;
	this->v = *me;
	trace(this->p->comm);
	trace(this->v.pid);
	trace(around.in.comm);
	trace(around.at->pid);
	trace((*me).comm);
	trace(around);
}

/* An operand may become what the translator takes, as an argument would. */
translator inner_t < uint64_t N > {
	pid = N;
};

BEGIN
{
	trace(xlate <inner_t>(7).pid);
	trace(xlate <inner_t>(arg0).pid);
	trace(xlate <inner_t>((void *)curthread).comm);
}
