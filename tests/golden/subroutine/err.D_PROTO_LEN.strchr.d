BEGIN { strchr(); }
