"""How often somebody may try to come in: five wrong tries in five minutes per account, and a wide bound per address.

Lives here: the bounds (`rules.py`, plain Python) and the counting (`actions.py`), from where
a request comes (`callers.py`). Table: `people.models.WrongTries`.
"""
