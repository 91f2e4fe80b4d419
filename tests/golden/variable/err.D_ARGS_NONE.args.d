test:::typed { trace(args[77]); }
