"""Drills: unannounced, in the shift, on the clock.

Lives here: plans, draws and runs, calls and their clock, observation and debrief. `docs/drills.md` is the contract.
Folders: `rules/` (plain Python: recurrence, calendar, drawing, placing, clock, difficulty, agreement).
May import: attempts, content, people, outbox. Never `courses`, its sibling.
"""
