int x;
provider p { probe a(); };
p*:::a /arg0 == 1/ { trace("}"); provider = 3; }
syscall:::entry, BEGIN { exit(0); }
provider q { probe b(); };
tick-1s { x++; }
