BEGIN { strstr(); }
