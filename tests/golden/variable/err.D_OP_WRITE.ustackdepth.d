BEGIN { ustackdepth = 1; }
