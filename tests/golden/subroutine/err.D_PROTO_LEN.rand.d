BEGIN { rand(1); }
