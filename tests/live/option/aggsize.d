#!/usr/sbin/dtrace -q -x aggsize=4k -s
/* A table of 4 KB has room for some keys. */
BEGIN { @["a", 1] = count(); @["b", 2] = count(); @["a", 1] = count(); exit(0); }
