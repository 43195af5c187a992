"""Channels: how a message leaves the house to one person.

`interface.py` says what a channel is and how it fails; `web_push.py`, `mail.py` and `line.py` are the three; `table.py`
has them by name. `reaching.py` begins and ends ways to a person, `webhook.py` listens to LINE. Only `people.notices`
decides whether and when something is sent.
"""
