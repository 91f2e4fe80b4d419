BEGIN { htonl(); }
