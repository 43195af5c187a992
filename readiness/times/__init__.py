"""Learning time per person and month, for those who have to count it as working time. Writes nothing.

Lives here: the report (`queries.py`), looking for it (`forms.py`), its page and file (`views.py`).
What is counted is for `attempts` to say: `attempts/rules.py`, `attempts/queries/times.py`; one's own time stands there.
"""
