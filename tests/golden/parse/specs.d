BEGIN, END, ERROR { x; }
syscall::open*:entry, syscall::[a-f]*:return,
	read:entry , tick-3s, profile-97hz, 17, *, ::: { y; }
pid$target:libc.so.6:malloc:entry, pid$1::: { z; }
postgresql*:::query-start, ruby*:::gc-mark-begin /* c */ { w; }
fbt::a\*b:, usdt:lib+x:f~1:x { v; }
io:::start { u; }
struct:::x, int?:a, self::: { t; }
tick-1s;
proc:::exec-success
