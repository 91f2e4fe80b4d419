typedef unsigned int Oid;
struct opaque;
provider p {
	probe a(int x, const char *y, Oid o, struct opaque *s);
	probe b(void);
	probe c();
	probe d(int i, char *j) : (char *j, int i, int i);
	probe e(uintptr_t, string, int (*fn)(int));
};
provider p {
	probe a(int x, const char *y, Oid o, struct opaque *s);
	probe b(); probe c();
	probe d(int i, char *j) : (char *j, int i, int i);
	probe e(uintptr_t, string, int (*fn)(int));
};
#pragma D attributes Evolving/Evolving/Common provider p provider
BEGIN { trace(1); }
