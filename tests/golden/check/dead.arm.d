/* The arm that a constant test leaves out is never looked at. */
inline int OPT = 0;

BEGIN
{
	OPT ? printf("%s\n", nothing) : 1;
	OPT ? undefined_function() : trace(pid);
	OPT == 0 ? @calls[execname] = count() : 1;
	x = OPT ? nothing : 7;
}
