#pragma D option rawbytes=nonsense
BEGIN { exit(0); }
