"""Who stands in which store when. The table is `people.models.Shift`.

Lives here: a store's plan as its spreadsheet has it (`reading.py`, plain Python), taking it over whole or not at all
(`actions.py`), the time of the shop and its days (`rules.py`, plain Python).
Whether a store is held tonight is the board's question: `readiness/nights.py`.
"""
