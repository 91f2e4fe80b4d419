# file: odd
provider p$q {
	probe 1st(int return, char *string, int self, struct foo *this);
	probe a$b(int $x, int 2nd, int a[0x10UL], int b[3]);
	probe 3d__4(int n);
	probe $(int if, int probe, void *inline);
	probe return(int a);
	probe string();
	probe last(void)
}
provider class { probe in(int x); };
BEGIN { trace($1); }
