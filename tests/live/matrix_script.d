#pragma D option quiet
calls*:::args { printf("args %d %s %x %d", (int)arg0, copyinstr(arg1), arg2, arg3); }
calls*:::args { printf(" %d %d %d %d %d\n", arg4, arg5, arg6, arg7, arg8); }
calls*:::more { printf("more %d %d %x %d %d\n", arg0, *(int *)copyin(arg1 + 4, 4), arg2, arg3 != 0, arg4); }
calls*:::tail { printf("tail %d %d %d %d", arg0, arg1, arg2, arg3); }
calls*:::tail { printf(" %d %d %d %d\n", arg4, arg5, arg6, arg7); }
calls*:::cond { printf("cond %d\n", arg0); }
calls*:::shared-code { printf("shared %d %d\n", arg0, arg1); }
calls*:::tested { printf("tested %d\n", arg0); }
calls*:::none { printf("none\n"); }
