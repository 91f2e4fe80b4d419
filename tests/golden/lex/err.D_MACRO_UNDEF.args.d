$9 $nobody $$8
