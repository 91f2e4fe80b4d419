#!dtrace -v -e -s %
#pragma D attributes Evolving/Unstable/ISA mine
inline int FIELD = sizeof (curthread);
BEGIN { mine = FIELD; trace(mine); exit(0); }
