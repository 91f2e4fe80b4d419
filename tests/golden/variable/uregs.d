test:::first { printf("%d %d\n", uregs[2], uregs[5]); }
