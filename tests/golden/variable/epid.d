BEGIN { printf("%d\n", epid); }
BEGIN { printf("%d\n", epid); }
