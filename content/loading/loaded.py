"""What loading tells of each thing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Loaded:
    """What loading did to one thing: `changed` False where it stood as the file says."""

    title: str
    changed: bool
