"""The words of a source that its rendered form does not show."""

from __future__ import annotations

import re

from tests.unit.render.view import view

_WORD = re.compile(r"(?<=[\s(])[A-Za-z]{5,}(?=[\s,.;:)])")
# Not shown, and rightly: names of environments, labels, files, lengths, colours.
_MACHINERY = re.compile(r"\\[A-Za-z@]+\*?|\\(?:begin|end|label|ref|eqref|vspace|hspace)\s*\{[^}]*\}")


def lost_words(source: str, html: str) -> set[str]:
    """Words of five letters or more that stand in `source` and nowhere in what `html` shows."""
    shown = view(html).lower()
    return {word for word in _WORD.findall(_MACHINERY.sub(" ", source)) if word.lower() not in shown}
