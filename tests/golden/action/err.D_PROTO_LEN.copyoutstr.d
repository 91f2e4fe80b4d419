BEGIN { copyoutstr(); }
