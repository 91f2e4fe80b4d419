BEGIN { trace(1); trace("text"); trace((char)-1); exit(0); }
