inline int OPT = 0;
BEGIN
{
	pid == 1;
	execname;
	1 + 2;
	1;
	"text";
	OPT;
	OPT ? trace(1) : 1;
}
