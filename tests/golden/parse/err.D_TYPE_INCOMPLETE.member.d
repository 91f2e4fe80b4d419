struct s { struct nobody x; };
struct t { struct t again; };
struct u { void v; };
struct w { int f(int); };
