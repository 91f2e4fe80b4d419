BEGIN { printf("%d %5d|%-5d|%05d %x %o %u %c %s %10s|%-4s| %%\n", -1, 2, 3, 4, 255, 8, 7, 'c', "s", "right", "l"); exit(0); }
