BEGIN { strjoin(); }
