struct pair { int x; };
BEGIN { x = offsetof(struct pair, z); }
