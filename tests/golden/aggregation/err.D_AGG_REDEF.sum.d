BEGIN { @ = sum(1); @ = max(1); }
