/* SPDX-License-Identifier: BSD-2-Clause
 * Copyright (c) 2026 The Fasttrap authors */

/* Processes and threads, as proc(4) of DTrace's home has them, from what Linux knows of a task. A
 * library that comes with dtrace: it is read when a program names something of it. */

inline char SSLEEP = 1;
inline char SRUN = 2;
inline char SZOMB = 3;
inline char SSTOP = 4;
inline char SIDL = 5;
inline char SONPROC = 6;
inline char SWAIT = 7;

inline int PR_STOPPED = 0x1;
inline int PR_ISTOP = 0x2;
inline int PR_DSTOP = 0x4;
inline int PR_ASLEEP = 0x10;
inline int PR_ISSYS = 0x1000;
inline int PR_KTHREAD = 0x2000;

inline char PR_MODEL_UNKNOWN = 0;
inline char PR_MODEL_ILP32 = 1;
inline char PR_MODEL_LP64 = 2;

typedef struct timestruc {
	long tv_sec;
	long tv_nsec;
} timestruc_t;

typedef struct psinfo {
	int pr_nlwp;		/* threads */
	pid_t pr_pid;
	pid_t pr_ppid;
	pid_t pr_pgid;
	pid_t pr_sid;
	uid_t pr_uid;
	uid_t pr_euid;
	gid_t pr_gid;
	gid_t pr_egid;
	uintptr_t pr_addr;	/* of the struct task_struct */
	dev_t pr_ttydev;	/* -1: no terminal */
	timestruc_t pr_start;	/* since the system started */
	char pr_fname[16];
	char pr_psargs[80];	/* taken by itself, it has up to 255 characters */
	int pr_argc;
	uintptr_t pr_argv;	/* where the arguments' texts begin */
	uintptr_t pr_envp;	/* where the environment's do */
	size_t pr_arglen;	/* bytes of the arguments */
	char pr_dmodel;
	int pr_taskid;		/* Linux has no tasks, projects, pools, zones: 0 */
	int pr_projid;
	int pr_poolid;
	int pr_zoneid;
} psinfo_t;

typedef struct lwpsinfo {
	int pr_flag;
	id_t pr_lwpid;
	uintptr_t pr_addr;	/* of the struct task_struct */
	uintptr_t pr_wchan;	/* Linux does not keep it: 0 */
	char pr_stype;		/* the same */
	char pr_state;
	char pr_sname;
	char pr_nice;
	short pr_syscall;	/* -1: none, or not known */
	int pr_pri;
	char pr_clname[8];
	processorid_t pr_onpro;
	processorid_t pr_bindpro;	/* -1: bound to none */
	int pr_bindpset;
	char pr_name[16];
} lwpsinfo_t;

/* The leader speaks for the process. Numbers are those of the first namespace, but for the current
 * process, of which pid and tid tell what we call it. 2 and 3 are the kernel's PIDTYPE_PGID and
 * PIDTYPE_SID. */
inline pid_t __task_session[struct vmlinux`task_struct *T] =
    T->signal->pids[3]->numbers[0].nr;
inline pid_t __task_group[struct vmlinux`task_struct *T] =
    T->signal->pids[2]->numbers[0].nr;

/* Arguments lie in user memory, which can be read of this process alone. */
inline int __task_is_here[struct vmlinux`task_struct *T] = T->mm != NULL && T->mm == curthread->mm;

inline uint64_t __task_start[struct vmlinux`task_struct *T] = T->group_leader->start_time;

translator psinfo_t < struct vmlinux`task_struct *T > {
	pr_nlwp = T->signal->nr_threads;
	pr_pid = T == curthread ? pid : T->tgid;
	pr_ppid = T == curthread ? ppid : T->real_parent->tgid;
	pr_pgid = __task_group[T];
	pr_sid = __task_session[T];
	pr_uid = T->real_cred->uid.val;
	pr_euid = T->real_cred->euid.val;
	pr_gid = T->real_cred->gid.val;
	pr_egid = T->real_cred->egid.val;
	pr_addr = (uintptr_t)T->group_leader;
	pr_ttydev = T->signal->tty == NULL ? -1 :
	    (T->signal->tty->driver->major << 20) |
	    (T->signal->tty->driver->minor_start + T->signal->tty->index);
	pr_start = xlate <timestruc_t>(__task_start[T]);
	pr_fname = T->group_leader->comm;
	pr_psargs = __task_is_here[T] ?
	    copyinargs(T->mm->arg_start, T->mm->arg_end - T->mm->arg_start) :
	    stringof(T->group_leader->comm);
	pr_argv = T->mm == NULL ? 0 : T->mm->arg_start;
	pr_envp = T->mm == NULL ? 0 : T->mm->env_start;
	pr_arglen = T->mm == NULL ? 0 : T->mm->arg_end - T->mm->arg_start;
	pr_argc = __task_is_here[T] ?
	    (int)*(uint64_t *)copyin(T->mm->start_stack, sizeof (uint64_t)) : 0;
	pr_dmodel = T->mm == NULL ? PR_MODEL_UNKNOWN :
	    T->mm->task_size > 0xffffffff ? PR_MODEL_LP64 : PR_MODEL_ILP32;
	pr_taskid = 0;
	pr_projid = 0;
	pr_poolid = 0;
	pr_zoneid = 0;
};

translator timestruc_t < uint64_t N > {
	tv_sec = N / 1000000000;
	tv_nsec = N % 1000000000;
};

/* The kernel's states are bits: 0 is running or waiting for a CPU, 1 and 2 are asleep, 4 and 8 are
 * stopped. */
inline unsigned int __task_state[struct vmlinux`task_struct *T] =
    __has_member(struct vmlinux`task_struct, __state) ? T->__state : T->state;
inline char __task_lwpstate[struct vmlinux`task_struct *T] =
    T->exit_state ? SZOMB :
    __task_state[T] & 0xc ? SSTOP :
    __task_state[T] & 0x3 ? SSLEEP :
    __task_state[T] ? SIDL :
    T->on_cpu ? SONPROC : SRUN;
inline int __task_is_bound[struct vmlinux`task_struct *T] = T->nr_cpus_allowed == 1;

translator lwpsinfo_t < struct vmlinux`task_struct *T > {
	pr_flag = (__task_state[T] & 0xc ? PR_STOPPED | PR_ISTOP : 0) |
	    (__task_state[T] & 0x1 ? PR_ASLEEP : 0) | (T->mm == NULL ? PR_KTHREAD | PR_ISSYS : 0);
	pr_lwpid = T == curthread ? tid : T->pid;
	pr_addr = (uintptr_t)T;
	pr_wchan = 0;
	pr_stype = 0;
	pr_state = __task_lwpstate[T];
	pr_sname = __task_lwpstate[T] == SZOMB ? 'Z' : __task_lwpstate[T] == SSTOP ? 'T' :
	    __task_lwpstate[T] == SSLEEP ? 'S' : __task_lwpstate[T] == SIDL ? 'I' :
	    __task_lwpstate[T] == SONPROC ? 'O' : 'R';
	pr_nice = T->static_prio - 120;
	pr_syscall = -1;
	pr_pri = T->prio;
	pr_clname = T->policy == 0 ? "TS" : T->policy == 1 ? "FIFO" : T->policy == 2 ? "RR" :
	    T->policy == 3 ? "BATCH" : T->policy == 5 ? "IDLE" : T->policy == 6 ? "DL" : "EXT";
	pr_onpro = __has_member(struct vmlinux`task_struct, thread_info.cpu) ? T->thread_info.cpu :
	    T->cpu;
	pr_bindpro = __task_is_bound[T] ? T->wake_cpu : -1;
	pr_bindpset = -1;
	pr_name = T->comm;
};

inline psinfo_t *curpsinfo = xlate <psinfo_t *>(curthread);
inline lwpsinfo_t *curlwpsinfo = xlate <lwpsinfo_t *>(curthread);

inline string execargs = curpsinfo->pr_psargs;
