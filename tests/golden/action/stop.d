#pragma D option destructive
test:::first { stop(); printf("stopped\n"); }
