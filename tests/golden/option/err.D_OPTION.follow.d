#pragma D option follow=nonsense
BEGIN { exit(0); }
