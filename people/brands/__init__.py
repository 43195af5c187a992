"""How a chain looks: short name, a colour for day and one for night, a logo. The table is `people.models.Brand`.

Lives here: giving a chain its brand (`actions.py`), the look that pages and documents ask for (`queries.py`), the logo
and the style sheet that anybody may fetch (`views.py`); `colours.py` (plain Python) says what can be read on its
ground, `logos.py` draws a logo anew and keeps it under its hash.
"""
