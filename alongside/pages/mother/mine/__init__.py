"""A woman's own pages: signing in, what stays private, what is shared, who looked, her file, her device."""
