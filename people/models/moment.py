"""What queries take for a point of time."""

from datetime import datetime

from django.db.models.expressions import Combinable

Moment = datetime | Combinable
"""A moment, or what stands for one in a query, such as `OuterRef("due_at")`."""
