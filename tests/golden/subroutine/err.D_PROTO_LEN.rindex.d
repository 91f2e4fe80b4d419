BEGIN { rindex(); }
