"""A store's calendar of announced drills, as iCalendar under a secret address that can be renewed.

Unannounced drills are never in it. Lives here: the address (`actions.py`), the feed (`feeds.py`).
"""
