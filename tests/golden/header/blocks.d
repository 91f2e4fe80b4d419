provider one { probe a(int x); };
provider two { probe a(char *); };
provider one { probe b(); probe a(int y); };
