"""What every channel can do, and how it says that it could not."""

from datetime import datetime
from typing import Protocol

from people.models import Person, Reach
from people.notices.texts import Text

PATIENCE_SECONDS = 8
"""How long a provider may take: a handler has to end well within the outbox's lease of 30 s."""


class Gone(Exception):
    """Nobody can be reached this way any more: the reach ends."""


class Later(Exception):
    """Not now: the outbox tries again, waiting longer each time."""


class Refused(Exception):
    """This message will never be taken, whoever tries; the way itself may be sound. Tells what the provider said."""


class Channel(Protocol):
    """One way out of the house. `key` names the message: a provider that knows idempotency keys is given it. `until` is
    when it says nothing any more: a provider that keeps messages for later is told."""

    name: str

    def serves(self, person: Person) -> bool:
        """Whether the person can be reached this way at all: it is set up here, and for their chain."""
        ...

    def send(self, reach: Reach, text: Text, key: str, *, until: datetime | None = None) -> None:
        """Send to one reach; raises Gone, Later or Refused."""
        ...
