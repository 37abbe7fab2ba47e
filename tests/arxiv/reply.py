"""An answer before it goes out, so that faults can spoil it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO


@dataclass(slots=True)
class Reply:
    """Status, headers and body; `send`, where set, writes everything itself (a body that breaks off, drips, never ends)."""

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BinaryIO], None] | None = None
    delay_s: float = 0.0


def text(content_type: str, body: str, status: int = 200, **headers: str) -> Reply:
    """A reply in UTF-8; headers with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, content_type, body.encode(), named)
