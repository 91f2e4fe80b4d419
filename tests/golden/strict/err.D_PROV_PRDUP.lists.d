provider p { probe a(); };
provider p { probe a(int x); };
provider q { probe b(int x) : (int x); };
provider q { probe b(int x) : (int x, int x); };
