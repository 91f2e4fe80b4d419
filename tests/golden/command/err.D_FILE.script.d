#!dtrace -e -s nosuch.d
