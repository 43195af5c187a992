"""「我在班上」: what people say of themselves on the phone where their store has no plan of shifts for today.

Lives here: how long it holds (`rules.py`, plain Python), what today's page shows (`queries.py`), saying it and taking
it back (`actions.py`, `forms.py`, `views.py`). The table is `people.models.Presence`.
It is no time clock: only drills ask it, no page shows it to anybody else, the trail does not keep it.
"""
