#pragma D option defaultargs=nonsense
BEGIN { exit(0); }
