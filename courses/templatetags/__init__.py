"""Template tags of courses: the street, and how long there is."""
