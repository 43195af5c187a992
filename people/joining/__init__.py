"""How people come in, on paper: from a list of names to a password of one's own. Its table: `people.models.StartCode`.

Lives here: lists of a store's people (`reading.py`) and what a start code is (`rules.py`), both plain Python; the
writes, `inviting.py` (the people of a list into their stores) and `starting.py` (codes given, tried, exchanged);
how far a store's people have come in (`queries.py`). Pages: `readiness/invite`; the sign-in form: `people/forms.py`.
"""
