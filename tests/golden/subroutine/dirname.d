BEGIN { printf("%s|%s|%s\n", dirname("/usr/bin/cc"), dirname("cc"), dirname("/")); exit(0); }
