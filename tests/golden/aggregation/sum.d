BEGIN { @ = sum(1); @ = sum(-3); @k[1] = sum(10); exit(0); }
