#!/usr/sbin/dtrace -q -s
BEGIN { exit(300); }
END { exit(4); }
