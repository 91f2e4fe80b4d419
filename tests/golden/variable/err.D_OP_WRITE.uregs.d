BEGIN { uregs = 1; }
