#!dtrace -e -s %
int x;
