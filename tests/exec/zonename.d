zonename = "global"
zonename == "global" = 1
strlen(zonename) = 6
