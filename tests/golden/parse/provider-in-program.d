provider p { probe a(int x); probe b(char *, struct s *) : (); };
#pragma D attributes Evolving/Evolving/Common provider p args
p*:::a { trace(arg0); }
