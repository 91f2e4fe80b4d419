a:b:c:d:e, ::: { x; }
syscall::foo:bar:baz { y; }
END { ok; }
