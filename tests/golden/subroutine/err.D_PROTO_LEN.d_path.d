BEGIN { s = d_path(); }
