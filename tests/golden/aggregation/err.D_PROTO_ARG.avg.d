BEGIN { @ = avg("text"); }
