#!dtrace -e -s %
a:b:c:d:e { }
