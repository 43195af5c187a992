"""What drills go by, in plain Python: no Django, no database. Each file says one matter."""
