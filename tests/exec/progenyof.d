itself, and its ancestors:
	test:::first { trace(progenyof(pid)); trace(progenyof(ppid)); trace(progenyof(1)); trace(progenyof(0)); }
= 1, 1, 1, 1
others:
	test:::first { trace(progenyof(2)); trace(progenyof(4001)); trace(progenyof(-1)); }
= 0, 0, 0
in a predicate:
	test:::first / progenyof(77) / { trace(1); }
	test:::first / !progenyof(78) / { trace(2); }
= 1, 2
a text:
	BEGIN { trace(progenyof("init")); }
= D_PROTO_ARG
