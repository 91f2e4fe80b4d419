BEGIN { printf("[%s]\n", cwd); }
