BEGIN { curcpu = 1; }
