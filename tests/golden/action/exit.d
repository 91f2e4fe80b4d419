BEGIN { printf("1\n"); exit(3); printf("still\n"); }
BEGIN { printf("never\n"); }
END { printf("2\n"); }
