provider p {
	probe a(void x);
	probe b(int, void);
	probe c(void, int);
	probe d(int);
};
