BEGIN { printf("%d", unknown); }
