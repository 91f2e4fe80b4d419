#!dtrace -b 1x -e -s %
BEGIN { }
