BEGIN { printf("%d\n", caller); }
