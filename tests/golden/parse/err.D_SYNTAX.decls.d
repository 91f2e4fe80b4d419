int a b;
struct;
struct s { int };
struct t { int x }
enum e { A B };
inline int F 3;
translator int < { };
int f(int;
END { ok; }
