#pragma D binding "one" x
BEGIN { x = 1; }
