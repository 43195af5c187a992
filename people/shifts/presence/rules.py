"""How long 「我在班上」 holds. Plain Python."""

from datetime import timedelta

HOURS = (4, 6, 8, 10, 12)
USUAL_HOURS = 8
KEPT = timedelta(hours=48)
"""How long it is kept once it is over."""
