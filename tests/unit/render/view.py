"""What a reader sees of rendered HTML: tags gone, entities decoded, formulas shown as ⟦tex⟧ or ⟦⟦tex⟧⟧.

Also checks that the tags balance, so every test that takes a view proves that too.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_VOID = {"br", "hr"}
_BLOCK = {"p", "div", "li", "tr", "td", "th", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}


class _View(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.open: list[tuple[str, str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID or tag in _BLOCK:
            self.pieces.append(" ")
        if tag in _VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        kind = "display" if "math-display" in classes else "inline" if "math" in classes else ""
        self.open.append((tag, kind, len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        opened, kind, begin = self.open.pop()
        assert opened == tag, f"<{opened}> closed by </{tag}>"
        if kind:
            tex = "".join(self.pieces[begin:]).strip()
            assert tex[:2] in ("\\(", "\\["), tex
            mark = 2 if kind == "display" else 1
            self.pieces[begin:] = ["⟦" * mark + tex[2:-2].strip() + "⟧" * mark]

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def view(html: str) -> str:
    """The readable form of `html`; fails when its tags do not balance."""
    parser = _View()
    parser.feed(html)
    parser.close()
    assert not parser.open, f"never closed: {parser.open}"
    return re.sub(r"[ \t\n]+", " ", "".join(parser.pieces)).strip()
