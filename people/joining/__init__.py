"""How people come in: from a list of names, or a poster, to a password of one's own.

Lives here: lists of a store's people (`reading.py`) and what a start code is (`rules.py`), both plain Python; the
writes, `inviting.py` (the people of a list into their stores) and `starting.py` (codes given, tried, exchanged);
how far a store's people have come in (`queries.py`). The poster: `posters.py`, who scans it `asking.py` and `views.py`,
who decides `deciding.py`. Pages of managers: `readiness/invite`; the sign-in form: `people/forms.py`.
"""
