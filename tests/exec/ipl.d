ipl = 0
