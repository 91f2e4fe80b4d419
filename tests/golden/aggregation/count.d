BEGIN { @ = count(); @k["a"] = count(); @k["a"] = count(); @k["b"] = count(); exit(0); }
