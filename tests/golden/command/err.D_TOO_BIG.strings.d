#!dtrace -e -x strsize=4k -s %
BEGIN { trace(strjoin("a", "b")); trace(strjoin("c", "d")); trace(strjoin("e", "f")); trace(strjoin("g", "h")); trace(strjoin("i", "j")); trace(strjoin("k", "l")); trace(strjoin("m", "n")); trace(strjoin("o", "p")); trace(strjoin("q", "r")); }
