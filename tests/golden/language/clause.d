BEGIN { x = 1; }
BEGIN /x == 1/ { printf("first\n"); }
BEGIN /x == 2/ { printf("never\n"); }
BEGIN, END { printf("%s\n", probename); }
BEGIN { exit(0); }
