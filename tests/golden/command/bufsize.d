#!dtrace -b 1m -e -s %
BEGIN { }
