BEGIN { discard("text"); }
