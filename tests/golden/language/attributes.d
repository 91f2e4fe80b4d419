#pragma D option amin=Evolving/Unstable/ISA
#pragma D attributes Evolving/Unstable/ISA mine
#pragma D attributes stable/standard/common LIMIT
#pragma D binding "1.0" LIMIT
#pragma D binding 1.2.3 mine
inline int LIMIT = 10;
BEGIN { mine = LIMIT; trace(mine); exit(0); }
