"""Notices: what a person is told, in the app and outside it.

Lives here: the inbox, the sentences of each kind (`texts.py`), how rooms above say what is noticed (`telling.py`) and
what is for now (`alerts.py`), what a person has chosen (`rules.py`, `forms.py`), handlers (`work.py`). How a message
leaves the house is `people/channels`; tables stand in `people/models`.
"""
