#pragma D option syslibdir
BEGIN { exit(0); }
