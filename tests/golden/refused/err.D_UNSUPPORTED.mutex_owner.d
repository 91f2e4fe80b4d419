BEGIN { trace(mutex_owner(1)); }
