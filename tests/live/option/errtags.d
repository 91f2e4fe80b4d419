#!/usr/sbin/dtrace -q -x errtags -s
BEGIN { trace(nosuch); }
