BEGIN { speculation(1); }
