#pragma D option quiet
calls$target:::args { printf("args %d %s %x %d", (int)arg0, copyinstr(arg1), arg2, arg3); }
calls$target:::args { printf(" %d %d %d %d %d\n", arg4, arg5, arg6, arg7, arg8); }
calls$target:::more { printf("more %d %d %x %d %d\n", arg0, *(int *)copyin(arg1 + 4, 4), arg2, arg3 != 0, arg4); }
calls$target:::tail { printf("tail %d %d %d %d", arg0, arg1, arg2, arg3); }
calls$target:::tail { printf(" %d %d %d %d\n", arg4, arg5, arg6, arg7); }
calls$target:::cond { printf("cond %d\n", arg0); }
calls$target:::shared-code { printf("shared %d %d\n", arg0, arg1); }
calls$target:::tested { printf("tested %d\n", arg0); }
calls$target:::none { printf("none\n"); }
