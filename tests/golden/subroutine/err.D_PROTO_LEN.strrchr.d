BEGIN { strrchr(); }
