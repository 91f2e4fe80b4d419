#!/usr/sbin/dtrace -q -x stackframes=1 -x stackindent=0 -s
BEGIN { stack(1); printf("|\n"); exit(0); }
