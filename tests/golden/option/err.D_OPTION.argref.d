#pragma D option argref=nonsense
BEGIN { exit(0); }
