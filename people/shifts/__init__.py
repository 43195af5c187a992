"""Who stands in which store when. The tables are in `people/models/shift.py`.

Lives here: a store's plan as its spreadsheet has it (`reading.py`, plain Python), taking it over whole or not at all
(`actions.py`), the time of the shop, its days and hours (`rules.py`, plain Python), who is there at a moment
(`queries.py`, and `fragments.py` for the SQL of others).
Whether a store is held tonight is the board's question: `readiness/nights.py`.
"""
