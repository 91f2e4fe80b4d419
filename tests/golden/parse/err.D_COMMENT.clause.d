BEGIN { x; }
END { /* y; }
