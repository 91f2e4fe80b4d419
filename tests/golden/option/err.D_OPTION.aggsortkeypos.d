#pragma D option aggsortkeypos=nonsense
BEGIN { exit(0); }
