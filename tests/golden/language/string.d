BEGIN { s = "tab\there"; printf("%s %d\n", s, s < "u"); exit(0); }
