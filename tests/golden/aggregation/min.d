BEGIN { @ = min(1); @ = min(-2); @ = min(7); exit(0); }
