#pragma D option flowindent=nonsense
BEGIN { exit(0); }
