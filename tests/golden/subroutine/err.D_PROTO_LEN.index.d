BEGIN { index(); }
