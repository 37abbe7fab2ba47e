"""The allow-list, said once: the last pass over everything this package returns.

Source of truth: what the renderers emit, nothing more. Styles, scripts, ids, images and handlers are never
emitted, so none is allowed; a link goes to http, https, mailto or a path of this site.
"""

from __future__ import annotations

from typing import Final

import nh3

from render.safe_html import SafeHtml

LINK_REL: Final = "nofollow noopener noreferrer"

_MATH_CLASSES: Final = {"math", "math-display", "tex", "notranslate"}


def _site_path(url: str) -> str | None:
    return url if url.startswith(("/", "#")) and not url.startswith(("//", "/\\")) else None


_CLEANER = nh3.Cleaner(
    tags={
        *("a", "em", "strong", "code", "sub", "sup", "s", "br", "span", "mark"),
        *("p", "div", "pre", "blockquote", "ul", "ol", "li", "hr", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    tag_attribute_values={tag: {"translate": {"no"}} for tag in ("span", "div", "code", "pre")},
    allowed_classes={
        "span": _MATH_CLASSES,
        "div": _MATH_CLASSES,
        "code": {"notranslate"},
        "pre": {"notranslate"},
        "th": {"align-left", "align-center", "align-right"},
        "td": {"align-left", "align-center", "align-right"},
    },
    url_schemes={"http", "https", "mailto"},
    url_relative=_site_path,
    link_rel=LINK_REL,
)


def sanitize(html: str) -> SafeHtml:
    """`html` reduced to the allow-list; sanitising the result again changes nothing."""
    return SafeHtml(_CLEANER.clean(html))
