#!dtrace -e -p 99999999 -s %
BEGIN { }
