#!dtrace -e -s % one two
BEGIN { trace($$1); }
