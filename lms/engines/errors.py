"""The one error of this package."""


class EngineError(Exception):
    """A server cannot be reached or started. The text is one sentence that says how to mend it."""
