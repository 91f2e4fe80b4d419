BEGIN { ufunc(); }
