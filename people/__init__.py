"""People: chains, regions, stores, persons, postings; signing in; who may see what; the audit trail.

Lives here: every question of "who" and "may they". Doors to protected objects (`doors.py`), access declarations for
URLs (`access.py`), fragments of a person's day (`today.py`). Folders: `founding/` (chains come in), `joining/`
(people come in), `factors/` (the second lock), `tries/` (how often they may try), `brands/` (how a chain looks),
`languages/` (what they read), `shifts/` (who stands where when).
May import: outbox.
"""
