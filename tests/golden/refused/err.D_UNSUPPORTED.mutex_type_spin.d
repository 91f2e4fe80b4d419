BEGIN { trace(mutex_type_spin(1)); }
