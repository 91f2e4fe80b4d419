BEGIN { printf("%d\n", strlen(strjoin("ab", "c"))); exit(0); }
