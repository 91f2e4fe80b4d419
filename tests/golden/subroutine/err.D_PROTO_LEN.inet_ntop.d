BEGIN { inet_ntop(); }
