inline int TEN = 10;
inline string NAME = "ten";
BEGIN { printf("%s %d\n", NAME, TEN + 1); exit(0); }
