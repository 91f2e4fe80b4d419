BEGIN { printf("%s|%s\n", cleanpath("/a/./b/../c"), cleanpath("/a//b/")); exit(0); }
