#pragma D option amin=Evolving/Unstable/ISA
#pragma D attributes Evolving/Unstable/ISA mine
BEGIN { mine = 1; printf("%d\n", mine); exit(0); }
