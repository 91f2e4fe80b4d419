struct info { int a; struct { int x; } *p; string s; };

translator struct info < int I > {
	a = "text";
	p = "text";
	s = 17;
};

translator struct info < char C > {
	a = C;
	p = NULL;
	s = 0;
};
