BEGIN { @ = max(1); @ = max(-2); @ = max(7); exit(0); }
