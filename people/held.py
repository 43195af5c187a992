"""Small facts that every request wants and that seldom change: each process reads them once in some seconds."""

from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class Held(Generic[T]):
    """What `read` last gave, read anew when it is older than `seconds`: no query per request, never staler than that.

    Two threads that find it too old both read it; the later one counts.
    """

    def __init__(self, read: Callable[[], T], seconds: float) -> None:
        self.read, self.seconds = read, seconds
        self.until = 0.0
        self.value: T

    def now(self) -> T:
        """The value, at most `seconds` old."""
        if monotonic() >= self.until:
            self.hold(self.read(), self.seconds)
        return self.value

    def hold(self, value: T, seconds: float) -> None:
        """Take this value for the next seconds."""
        self.value, self.until = value, monotonic() + seconds

    def forget(self) -> None:
        """Read it anew next time: this process has just changed it."""
        self.until = 0.0
