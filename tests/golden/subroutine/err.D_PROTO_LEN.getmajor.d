BEGIN { getmajor(); }
