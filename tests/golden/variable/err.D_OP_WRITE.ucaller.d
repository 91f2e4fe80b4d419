BEGIN { ucaller = 1; }
