BEGIN { }
BEGIN { ; }
BEGIN { x }
BEGIN { x; y }
BEGIN { ;; x;; }
BEGIN
{
	if (x) y;
	if (x) { y; z } else w;
	if (x) { } else if (y) { a; } else { b; c; }
	if (x) if (y) a; else b;
	@a = count();
	@["k", 1] = sum(arg0);
	@b[pid, execname] = lquantize(arg1, 0, 100, 10);
	@c[a ? b : c] = max(x + 1)
}
END { printa(@a); printa("%@d\n", @b, @["x"]); clear(@a); trunc(@b, 10); }
