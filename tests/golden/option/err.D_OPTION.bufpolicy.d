#pragma D option bufpolicy=nonsense
BEGIN { exit(0); }
