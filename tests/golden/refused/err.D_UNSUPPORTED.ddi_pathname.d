BEGIN { trace(ddi_pathname(1)); }
