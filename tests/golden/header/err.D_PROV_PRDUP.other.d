provider p { probe a(int x); probe a(int x, int y); };
