inline string name_of[int n] = n == 1 ? "one" : n == 2 ? "two" : "many";
inline int twice[int n] = n * 2;
inline uint64_t now = timestamp;

BEGIN
{
	trace(name_of[pid]);
	x = twice[21];
	y = twice[x + 1];
	z = now;
}
