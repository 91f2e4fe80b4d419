#pragma D option stackindent=nonsense
BEGIN { exit(0); }
