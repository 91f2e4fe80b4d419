#!/usr/sbin/dtrace -s
/* BEGIN comes first, END last, clauses in their order; exit() lets no other clause of BEGIN run. */
END { trace("end 1"); }
BEGIN { trace("begin 1"); }
tick-10ms { trace("never"); }
BEGIN { trace("begin 2"); exit(5); trace("after exit"); }
BEGIN { trace("begin 3"); }
END { trace("end 2"); }
