BEGIN { printf("%d\n", curthread != 0); }
