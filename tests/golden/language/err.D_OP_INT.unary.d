BEGIN { x = -"text"; }
