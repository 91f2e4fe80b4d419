BEGIN { strtok(); }
