translator nosuch_t < int x > { };
BEGIN { }
