BEGIN { uid = 1; }
