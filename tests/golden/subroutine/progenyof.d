BEGIN { printf("%d %d\n", progenyof(pid), progenyof(0x7fffffff)); exit(0); }
