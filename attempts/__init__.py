"""Attempts: the protocol, the log, the player and its walker.

Lives here: an attempt is a log of steps; the server replays it and nothing else decides. What an attempt is for
(an enrolment, later a refresher or a drill call) is registered by the rooms above in `purposes.py`.
May import: content, people, outbox.
"""
