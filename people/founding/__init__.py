"""How a chain comes in: itself, its regions and stores, its first HR person. The work of operators.

Lives here: rosters of stores, ours and the government's open data (`reading.py`, plain Python); what taking one over
would do (`queries.py`); founding, taking rosters over, appointing HR (`actions.py`).
The desk with its pages is `courses/desk`, since a chain is set up with its courses.
"""
