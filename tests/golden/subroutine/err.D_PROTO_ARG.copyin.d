BEGIN { copyin("text", 4); }
