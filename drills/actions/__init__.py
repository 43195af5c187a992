"""Writes about drills, one matter a file; `docs/drills.md` has the list."""
