"""What happens when a test needs something this machine lacks: one rule for data, servers and browsers."""

import os


class ServiceMissing(Exception):
    """A service is neither given by an address nor installed; the text says what would provide it."""


def must_be_complete() -> bool:
    """Whether a missing service is a failure (CI=true) rather than a skip with its reason."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
