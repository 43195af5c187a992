"""Passkeys, codes of an app and recovery codes: who must have a second factor, and what a person has.

django-allauth knows the ceremonies and keeps what a person has (`Authenticator`); the pages, the words, the audit trail
and the way in are ours. `gate.py` closes every door to who must have a second factor and has none.
"""
