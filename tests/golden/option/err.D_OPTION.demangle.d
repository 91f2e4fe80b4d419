#pragma D option demangle=nonsense
BEGIN { exit(0); }
