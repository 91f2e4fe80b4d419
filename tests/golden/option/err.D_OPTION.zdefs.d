#pragma D option zdefs=nonsense
BEGIN { exit(0); }
