provider p {
	probe a(mytype_t *);
	probe b(int, other_t x, char *);
	probe c(int);
};
