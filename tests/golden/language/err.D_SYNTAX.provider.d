provider p { probe go(int) };
BEGIN { }
