BEGIN { printf("%d\n", uid); }
