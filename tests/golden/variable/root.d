BEGIN { printf("[%s]\n", root); }
