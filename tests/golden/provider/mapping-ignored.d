provider p {
	probe a(int x, int y) : (int z);
	probe b(int x) : (int);
	probe c(int x) : (char *x);
	probe d(int x, ...);
};
