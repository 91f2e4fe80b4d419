enum { LOW = 2, HIGH = 8 };
inline int SCALE = 1000 * 1000;
inline string WHO = "me";

BEGIN
{
	x = 1 + 2 * 3;
	y = timestamp / SCALE;
	z = HIGH;
	w = WHO;
	v = sizeof (uint64_t) * 8 - 1;
	u = WHO == "me" ? pid : 0;
}
