BEGIN { toupper(); }
