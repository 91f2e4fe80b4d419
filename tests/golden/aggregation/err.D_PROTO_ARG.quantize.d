BEGIN { @ = quantize("text"); }
