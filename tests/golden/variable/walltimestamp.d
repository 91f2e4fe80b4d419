BEGIN { printf("%d\n", walltimestamp > 0); }
