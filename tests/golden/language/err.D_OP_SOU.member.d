BEGIN { x = pid.member; }
