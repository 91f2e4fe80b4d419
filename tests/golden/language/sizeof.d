struct pair { int x; short y; };
BEGIN { printf("%d %d %d\n", sizeof (struct pair), sizeof (int), sizeof (pid)); exit(0); }
