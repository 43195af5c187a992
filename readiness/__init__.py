"""Readiness: how ready is a clerk, a store, a chain.

Lives here: the formula (`rules.py`), the board and its reasons.
May import: certificates, courses, attempts, content, people, outbox.
"""
