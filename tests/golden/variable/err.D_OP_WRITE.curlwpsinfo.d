BEGIN { curlwpsinfo = 1; }
