"""Who is away, as stores tell it beside their plans of shifts. The table is `people.models.Absence`.

Lives here: a list as its spreadsheet has it (`reading.py`, plain Python), taking it over whole or not at all, taking
one entry out, forgetting what is over (`actions.py`). Why somebody is away is asked nowhere.
"""
