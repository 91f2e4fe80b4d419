provider p { probe a(int x); probe b(); probe a(char *x); };
provider p { probe b(int); probe c(); };
