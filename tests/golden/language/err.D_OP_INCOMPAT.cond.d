BEGIN { x = curthread ? "text" : 1; }
