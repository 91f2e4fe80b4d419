#pragma D option jstackframes=nonsense
BEGIN { exit(0); }
