BEGIN { x = @never; }
