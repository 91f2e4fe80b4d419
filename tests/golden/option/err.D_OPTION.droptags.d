#pragma D option droptags=nonsense
BEGIN { exit(0); }
