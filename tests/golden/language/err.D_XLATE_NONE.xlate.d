struct in { int a; };
BEGIN { x = xlate <struct in> (1).a; }
