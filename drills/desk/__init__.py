"""The trainers' desk of drills in the studio: plans written, looked at beforehand, let go, paused, ended.

Lives here: the form of a plan in a shop's words (`forms.py`), what pages show (`queries.py`), pages (`views.py`).
A trainer has the plans of their own chain; the programme's trainers and operators those of the programme too.
"""
