"""Refreshers: at most three questions a day of what a person has learned, asked when they would soon be forgotten.

Lives here: cutting lessons into questions that stand alone, when each is asked again (FSRS), today's three, their
pages. The tables stand in the room's `models/`. May import what the room may, and its sibling files downwards.
"""
