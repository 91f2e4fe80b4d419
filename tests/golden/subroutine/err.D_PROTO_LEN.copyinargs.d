BEGIN { copyinargs(); }
