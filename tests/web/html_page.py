"""A page as a tree, for tests: parsed strictly, so that markup a browser would silently repair fails the test."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# A start tag of these closes an open <p> in a browser, whatever the author meant.
ENDS_P = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dialog",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
INTERACTIVE = frozenset({"a", "button", "select", "summary"})


class BadMarkup(AssertionError):
    """The page is not well formed, or holds what the content security policy would block."""


@dataclass
class Node:
    """One element; `children` are nodes and text in order."""

    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """All text within, blanks collapsed."""
        return " ".join("".join(self.strings()).split())

    def strings(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()

    def walk(self) -> "Iterator[Node]":
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", cls: str = "", **attributes: str) -> "list[Node]":
        """Every element within that has the tag, the class and the attributes, in the page's order."""
        return [
            node
            for node in self.walk()
            if tag in ("", node.tag)
            and (not cls or cls in node.classes)
            and all(
                node.attributes.get(name.rstrip("_").replace("_", "-")) == value
                for name, value in attributes.items()
            )
        ]

    def one(self, tag: str = "", cls: str = "", **attributes: str) -> "Node":
        found = self.all(tag, cls, **attributes)
        assert len(found) == 1, f"{len(found)} × {tag}.{cls} {attributes}"
        return found[0]

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("", {})
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            raise BadMarkup(f"<{tag}> has an attribute twice: {names}")
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self._check(node)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_endtag(self, tag: str) -> None:
        if self.here.tag != tag or self.here.parent is None:
            raise BadMarkup(f"</{tag}> at {self.getpos()} closes <{self.here.tag} {self.here.attributes}>")
        self.here = self.here.parent

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)

    def _check(self, node: Node) -> None:
        for name in node.attributes:
            if name == "style" or name.startswith("on"):
                raise BadMarkup(f"<{node.tag}> has {name}=")
        for name in ("href", "src", "action"):
            if node.attributes.get(name, "").split(":")[0].strip().lower() in {
                "javascript",
                "vbscript",
                "data",
            }:
                raise BadMarkup(f"<{node.tag} {name}={node[name]!r}>")
        if node.tag == "style" or (node.tag == "script" and "src" not in node.attributes):
            raise BadMarkup(f"an inline <{node.tag}>")
        if (key := node.attributes.get("id")) is not None:
            if key in self.ids:
                raise BadMarkup(f"id {key!r} twice")
            self.ids.add(key)
        above = self.here
        while above.parent is not None:
            if above.tag == "p" and node.tag in ENDS_P:
                raise BadMarkup(f"<{node.tag}> inside <p class={above.attributes.get('class')}>")
            if above.tag in INTERACTIVE and node.tag in INTERACTIVE:
                raise BadMarkup(f"<{node.tag}> inside <{above.tag}>")
            above = above.parent


def parse(html: str) -> Node:
    """The page's root; raises BadMarkup."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    if builder.here is not builder.root:
        raise BadMarkup(f"<{builder.here.tag} {builder.here.attributes}> is never closed")
    for label in builder.root.all("label"):
        if "for" in label.attributes and label["for"] not in builder.ids:
            raise BadMarkup(f"a label for {label['for']!r}, which is not there")
    return builder.root
