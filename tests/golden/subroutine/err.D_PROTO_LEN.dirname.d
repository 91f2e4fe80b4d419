BEGIN { dirname(); }
