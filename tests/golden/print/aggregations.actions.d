BEGIN { @["a"] = sum(10); @["b"] = sum(20); @["c"] = sum(30); printa("%s=%@d ", @); }
BEGIN { normalize(@, 10); printa("%s=%@d ", @); denormalize(@); printa("%s=%@d ", @); }
BEGIN { trunc(@, 2); printa("%s=%@d ", @); trunc(@, -1); printa("%s=%@d ", @); }
BEGIN { clear(@); printa("%s=%@d ", @); }
END { @["a"] = sum(1); printa("%s=%@d ", @); trunc(@); printa("%s=%@d ", @); }
END { @["b"] = sum(0); }
END { printa("| %s=%@d ", @); }
