#pragma D
#pragma D wombat 1
#pragma D attributes
#pragma D option
#pragma wombat
