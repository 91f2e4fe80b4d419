#pragma D attributes Nothing/Stable/Common x
BEGIN { x = 1; }
