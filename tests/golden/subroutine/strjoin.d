BEGIN { printf("%s\n", strjoin("a", strjoin("b", "c"))); exit(0); }
