BEGIN { bcopy(1, 2, 3); }
