#pragma D option grabanon
BEGIN { exit(0); }
