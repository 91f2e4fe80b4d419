#!dtrace -e -c ./nosuch -s %
BEGIN { }
