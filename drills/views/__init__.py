"""Pages of drills, a file per person who opens them."""
