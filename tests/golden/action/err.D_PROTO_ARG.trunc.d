BEGIN { @ = count(); trunc(@, "two"); }
