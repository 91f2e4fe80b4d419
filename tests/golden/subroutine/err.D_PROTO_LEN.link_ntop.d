BEGIN { link_ntop(); }
