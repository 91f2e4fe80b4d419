BEGIN { inet_ntoa(); }
