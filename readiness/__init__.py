"""Readiness: how ready is a clerk, a store, a chain.

Lives here: the formula (`rules.py`, `nights.py`), the board's reads by what they show (`floors.py`, `overview.py`,
`queries.py`, `stores.py`, `persons.py`), lists that leave the house (`exports.py`, `sheets.py`). Folders: `invite/`
(pages of coming in), `plans/` (a store's shifts, leave and hours), `times/` (learning time).
May import: certificates, courses, attempts, content, people, outbox.
"""
