#!dtrace -e -x bufsize=much -s %
BEGIN { }
