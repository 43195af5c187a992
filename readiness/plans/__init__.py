"""The page on which a store's time is planned: its shifts, who is on leave, when it is open.

Lives here: what the page shows (`queries.py`), the files and hours that are handed in (`forms.py`), the page
(`views.py`). What is written and read is `people/shifts`.
"""
