"""HTML that is already sanitised: the type every render function returns to templates, feeds and the API.

Source of truth: the `__html__` protocol that Django templates, markupsafe and Jinja share.
"""

from __future__ import annotations

from typing import Self


class SafeHtml(str):
    """Sanitised HTML as a string; template engines print it as it is."""

    __slots__ = ()

    def __html__(self) -> Self:
        """The same HTML, so that no template engine escapes it a second time."""
        return self
