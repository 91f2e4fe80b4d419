BEGIN { x = -5; printf("%d %5d|%-5d|%05d|%x %u %s %10s|%-10s|%c %*d\n", x, x, x, x, x, x, "str", "right", "left", 'c', 4, x); }
BEGIN { printf("%% %hhd %lld %p %?p\n", (char)300, 1, (void *)4096, (void *)16); }
BEGIN { printf("%S %.3s|\n", "a\n", "abcdef"); printf("%'d\n", 1234567); printf("100%%\n"); }
