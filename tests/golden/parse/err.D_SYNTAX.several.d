BEGIN
{
	x = ;
	y = 1;
	trace(a b);
	z = (1 + 2;
	printf("%d\n" x);
	if x { y; }
	good = 1;
}

syscall:::entry
/x == /
{
	fine = 2;
}

END { last = 3 }
