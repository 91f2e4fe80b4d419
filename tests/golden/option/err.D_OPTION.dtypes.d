#pragma D option dtypes
BEGIN { exit(0); }
