BEGIN { ntohs(); }
