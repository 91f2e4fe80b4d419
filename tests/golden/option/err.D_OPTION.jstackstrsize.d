#pragma D option jstackstrsize=nonsense
BEGIN { exit(0); }
