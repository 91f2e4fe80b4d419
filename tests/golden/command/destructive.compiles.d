#!dtrace -e -s %
BEGIN { system("true"); }
