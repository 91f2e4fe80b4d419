#!/usr/sbin/dtrace -q -s
/* The process and the thread as the library procfs.d has them. */
BEGIN
{
	printf("%d %d %d\n", curpsinfo->pr_pid == pid, curpsinfo->pr_ppid == ppid,
	    curlwpsinfo->pr_lwpid == tid);
	printf("%d %d %d %d\n", curpsinfo->pr_uid == uid, curpsinfo->pr_gid == gid,
	    curpsinfo->pr_euid == uid, curpsinfo->pr_egid == gid);
	printf("%d %d\n", curpsinfo->pr_pgid >= 0, curpsinfo->pr_sid >= 0);
	printf("%d %d %s\n", curpsinfo->pr_nlwp, curpsinfo->pr_argc, curpsinfo->pr_fname);
	printf("%s\n", substr(strstr(curpsinfo->pr_psargs, " -q -s "), 1, 5));
	printf("%d\n", execargs == curpsinfo->pr_psargs);
	printf("%d\n", curpsinfo->pr_arglen > 12);
	printf("%d %d\n", curpsinfo->pr_dmodel == PR_MODEL_LP64,
	    curpsinfo->pr_addr == (uintptr_t)curthread);
	printf("%d %d\n", curpsinfo->pr_start.tv_sec <= timestamp / 1000000000,
	    curpsinfo->pr_start.tv_nsec < 1000000000);
	printf("%d %c %s %s\n", curlwpsinfo->pr_state == SONPROC, curlwpsinfo->pr_sname,
	    curlwpsinfo->pr_clname, curlwpsinfo->pr_name);
	printf("%d %d %d\n", curlwpsinfo->pr_onpro == cpu, curlwpsinfo->pr_pri == 120 +
	    curlwpsinfo->pr_nice, curcpu->cpu_id == cpu);
	/* Of another process the arguments cannot be read. */
	printf("%d\n", xlate <psinfo_t *>(curthread->real_parent)->pr_psargs ==
	    stringof(curthread->real_parent->comm));
	exit(0);
}

/* The wholes. */
END
{
	this->p = curpsinfo;
	this->l = curlwpsinfo;
	this->c = curcpu;
	printf("%d %s\n", this->p->pr_pid == pid,
	    substr(strstr(this->p->pr_psargs, " -q -s "), 1, 5));
	printf("%d %s\n", this->l->pr_lwpid == tid, this->l->pr_name);
	printf("%d\n", this->c->cpu_id == cpu);
}
