nobody_t x;
nobody_t arr[int];
struct s { nobody_t m; };
BEGIN { (nobody_t *)x; (nobody_t)x; sizeof (nobody_t *); }
END { ok; }
self nobody;
