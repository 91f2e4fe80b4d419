BEGIN { htonll(); }
