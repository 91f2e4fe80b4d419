#!/usr/sbin/dtrace -q -x jstackstrsize=4k -s
BEGIN { jstack(); exit(0); }
