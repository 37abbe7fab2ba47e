"""Bare addresses and arXiv identifiers in notes → links.

Part of the notes renderer: runs over the parsed inline tokens, so that code, formulas and written links stay as they
are. Source of truth: the same address rules as in abstracts (render.links).
"""

from __future__ import annotations

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from render.links import Link, find_links, read_arxiv, read_url


def link_addresses(state: StateCore) -> None:
    """Turn the addresses in plain text, outside links, into links."""
    for block in state.tokens:
        if block.type == "inline" and block.children and find_links(block.content):
            block.children = _link_children(block.children)


def _link_children(children: list[Token]) -> list[Token]:
    linked: list[Token] = []
    inside = 0
    for token in children:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        starts = find_links(token.content) if token.type == "text" and not inside else []
        if starts:
            linked += _split(token, starts)
        else:
            linked.append(token)
    return linked


def _split(token: Token, starts: list[int]) -> list[Token]:
    """The text token cut into text and links; `starts` come last one first."""
    text = token.content
    pieces: list[Token] = []
    position = 0
    for start in reversed(starts):
        link = read_arxiv(text, start) or read_url(text, start, len(text)) if start >= position else None
        if link is not None:
            pieces += (_text(text[position:start], token.level), *_link(link, token.level))
            position = link.end
    return [*pieces, _text(text[position:], token.level)]


def _link(link: Link, level: int) -> tuple[Token, Token, Token]:
    return (
        Token("link_open", "a", 1, attrs={"href": link.href}, level=level),
        _text(link.label, level + 1),
        Token("link_close", "a", -1, level=level),
    )


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
