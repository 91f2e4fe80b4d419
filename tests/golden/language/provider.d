provider other { probe go(int); };
BEGIN { printf("declared\n"); exit(0); }
