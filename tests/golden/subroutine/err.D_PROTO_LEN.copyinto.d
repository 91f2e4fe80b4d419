BEGIN { copyinto(); }
