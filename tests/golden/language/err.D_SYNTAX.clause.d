BEGIN / x = / { }
