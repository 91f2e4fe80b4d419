#pragma D option errtags=nonsense
BEGIN { exit(0); }
