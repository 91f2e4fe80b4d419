BEGIN { curthread = 1; }
