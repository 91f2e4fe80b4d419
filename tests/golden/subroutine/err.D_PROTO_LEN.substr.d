BEGIN { substr(); }
