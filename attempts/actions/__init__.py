"""Writes about attempts: beginning one, appending steps to its log, closing those whose edition was withdrawn."""

from attempts.actions.append import Answered, Incoming, append
from attempts.actions.begin import Conflict, begin
from attempts.actions.close import close_withdrawn

__all__ = ["Answered", "Conflict", "Incoming", "append", "begin", "close_withdrawn"]
