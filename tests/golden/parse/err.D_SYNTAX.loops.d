BEGIN { for (i = 0; i < 10; i++) { x; } y; }
BEGIN { while (1) x; do { y; } while (0); return 1; goto out; z }
BEGIN { switch (x) { } w; }
BEGIN { do = 1; }
