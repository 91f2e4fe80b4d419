typedef struct info { int a; } info_t;

translator info_t < int I > {
	a = I;
};

translator struct info < int I > {
	a = I + 1;
};

translator info_t < char I > {
	a = I;
};
