BEGIN { printf("%s|%s|%s\n", basename("/usr/bin/cc"), basename("/"), basename("")); exit(0); }
