BEGIN { getminor(); }
