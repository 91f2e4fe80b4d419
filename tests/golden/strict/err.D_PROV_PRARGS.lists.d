provider p {
	probe a(int x, ...);
	probe b(void x);
	probe c(int, void);
	probe d(int x) : (int);
	probe e(int x) : (int y);
	probe f(int x, int x);
	probe g(int x);
};
