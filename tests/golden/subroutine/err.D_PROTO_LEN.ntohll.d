BEGIN { ntohll(); }
