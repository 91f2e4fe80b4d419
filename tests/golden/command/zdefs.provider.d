#!dtrace -e -Z -s %
dtrace:::NOSUCH { trace(1); }
