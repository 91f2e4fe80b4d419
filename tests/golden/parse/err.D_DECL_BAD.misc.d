int x = 3;
long short y;
unsigned float f;
char c[-1];
char d[x];
struct s { int b:33; float f:1; int :0; int z:0; };
int big[1 << 30];
char **********************************************p;
END { ok; }
