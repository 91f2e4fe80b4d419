#!/usr/sbin/dtrace -s
/* In a script a description needs a predicate or braces. */
BEGIN
END { }
