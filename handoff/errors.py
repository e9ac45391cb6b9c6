"""Everything that handoff raises on purpose, by whose fault it is and whether asking again can help."""


class HandoffError(Exception):
    """Base of all handoff errors. Never raised directly."""


class IllegalTransition(HandoffError):
    """The signal means nothing in the conversation's present state; the conversation is unchanged."""


class Refused(HandoffError):
    """The platform answered and said no: asking again will not help.

    `code` is the platform's own code ("50007", "is_archived"); the message is one sentence for the person concerned.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class Unavailable(HandoffError):
    """The platform certainly did nothing; try again after `retry_after` seconds (None: your own backoff)."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Uncertain(HandoffError):
    """The request may or may not have been carried out (a lost answer, a timeout): look it up before sending again."""


class Fatal(HandoffError):
    """A platform cannot be served until somebody changes something; the message names the switch to turn."""
