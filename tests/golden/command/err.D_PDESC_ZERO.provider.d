#!dtrace -e -s %
dtrace:::NOSUCH { trace(1); }
