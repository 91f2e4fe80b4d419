BEGIN { x = "open
; }
