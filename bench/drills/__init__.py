"""Drills of a whole country: planning one, sending it. Each measure runs in a process of its own, against a bare
statement of the same size, and says how much memory it took.

`country.py` makes the country, `report.py` runs the measures and prints them, `__main__.py` is one of these processes.
"""
