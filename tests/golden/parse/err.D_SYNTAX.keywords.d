BEGIN { int x; x = 1; }
BEGIN { self.x = 1; self = 2; this->3; a->; }
BEGIN { x[]; f(,); g(1,); sizeof; }
