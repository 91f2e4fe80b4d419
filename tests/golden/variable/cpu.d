BEGIN { printf("%d\n", cpu); }
