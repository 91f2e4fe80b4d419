struct pair { int x; short y; };
BEGIN { printf("%d\n", offsetof(struct pair, y)); exit(0); }
