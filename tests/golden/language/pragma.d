#pragma D option strsize=8
#pragma D attributes Stable/Stable/Common provider dtrace provider
BEGIN { s = strjoin("12345", "6789"); printf("%s\n", s); exit(0); }
