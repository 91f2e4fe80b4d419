BEGIN { tolower(); }
