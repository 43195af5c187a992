"""Pages about drills that need more than the drills: runs as a board and a file, the review on paper."""
