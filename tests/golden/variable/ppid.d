BEGIN { printf("%d\n", ppid); }
