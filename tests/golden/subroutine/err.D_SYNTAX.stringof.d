BEGIN { s = stringof(); }
