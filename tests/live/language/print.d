#!/usr/sbin/dtrace -s
/* print(): the kernel's structures and what translators make of them. Each ends its line. */
BEGIN { print(curthread->real_cred->uid); print(curthread->comm); }
BEGIN { print(fds[0].fi_name); print(xlate <timestruc_t>(3000000007)); }
BEGIN { exit(0); }
