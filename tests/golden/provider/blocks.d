provider one { probe a(int x); probe b(char *); };
provider two { };
provider one { probe a(int y); probe c(); }
provider two { probe a(); }
;
provider libns { };
