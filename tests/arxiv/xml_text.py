"""Text as it may stand in XML 1.0."""

import re

# What XML 1.0 cannot hold at all, not even as a character reference.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})


def escaped(text: str) -> str:
    """The text for an element or attribute; characters that XML cannot hold are left out."""
    return _IMPOSSIBLE.sub("", text).translate(_ENTITIES)


def element(name: str, text: str) -> str:
    """The element, or nothing when there is no text."""
    return f"<{name}>{escaped(text)}</{name}>\n" if text else ""
