BEGIN { execargs = 1; }
