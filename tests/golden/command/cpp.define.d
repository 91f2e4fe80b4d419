#!dtrace -e -C -D ONE=1 -s %
BEGIN { trace(ONE); }
