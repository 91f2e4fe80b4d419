BEGIN { ntohl(); }
