"""The reader's query string to a clause tree; every page, feed and API call comes through here.

    words AND words · "exact phrase" · -word · a OR b · ( … ) · field:value · prefix* · submitted:2024-01..2024-06

NOT binds tighter than AND, AND tighter than OR. Work is bounded: length, depth and number of clauses are.
Source of truth: the query language of the project; `tests/unit/search/syntax.md` shows every case.
"""

from dataclasses import dataclass
from typing import Final, Literal

from search import lexer, values
from search.clauses import And, Clause, Not, Or, Phrase, Some, Word
from search.errors import QuerySyntaxError
from search.lexer import Part

MAX_LENGTH: Final = 1_000  # characters
MAX_DEPTH: Final = 10  # brackets within brackets
MAX_CLAUSES: Final = 200  # leaves; 1,000 characters of real prose hold about 160 words

_STARTS = {"word", "phrase", "field", "open", "minus", "not"}


def _join(kind: type[And] | type[Or], children: list[Clause]) -> Clause | None:
    """The children under one node: nested nodes of the same kind are flattened, one child stands alone."""
    flat: list[Clause] = []
    for child in children:
        flat.extend(child.clauses if isinstance(child, kind) else (child,))
    if len(flat) < 2:
        return flat[0] if flat else None
    return kind(tuple(flat))


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the parts; `field` is the field of the bracket we are in."""

    parts: list[Part]
    at: int = 0
    depth: int = 0  # brackets open
    count: int = 0  # leaves so far
    operators: int = 0  # AND and OR outside brackets
    field: str | None = None

    def peek(self) -> Part | None:
        return self.parts[self.at] if self.at < len(self.parts) else None

    def either(self) -> Clause | None:
        """a OR b."""
        children: list[Clause] = []
        while True:
            if child := self.all_of():
                children.append(child)
            part = self.peek()
            if part is None or part.kind != "or":
                return _join(Or, children)
            self.operators += self.depth == 0
            self.at += 1

    def all_of(self) -> Clause | None:
        """a b, a AND b: up to OR or a closing bracket."""
        children: list[Clause] = []
        self.operand(None)
        while (part := self.peek()) is not None and part.kind not in {"or", "close"}:
            if part.kind == "and":
                self.operators += self.depth == 0
                self.at += 1
                self.operand(part)
            if child := self.negation():
                children.append(child)
        return _join(And, children)

    def operand(self, behind: Part | None) -> None:
        """Raises unless something that can be searched for comes next (`behind`: the operator it belongs to)."""
        part = self.peek()
        if part is not None and part.kind in _STARTS:
            return
        if part is None or part.kind == "close":
            owner = behind or (self.parts[self.at - 1] if self.at else None)
            if owner is not None and owner.kind in {"and", "or", "not"}:
                raise QuerySyntaxError(
                    f'{owner.text} has nothing behind it; add a word, or write "{owner.text}" to search for it',
                    owner.position,
                )
            return
        raise QuerySyntaxError(
            f'{part.text} has nothing before it; put a word before it, or write "{part.text}" to search for it',
            part.position,
        )

    def negation(self) -> Clause | None:
        negative = False
        while (part := self.peek()) is not None and part.kind in {"minus", "not"}:
            negative = not negative
            self.at += 1
            self.operand(part)
        inner = self.primary()
        if inner is None or not negative:
            return inner
        return inner.clause if isinstance(inner, Not) else Not(inner)

    def primary(self) -> Clause | None:
        part = self.peek()
        if part is None or part.kind in {"close", "and", "or"}:
            return None
        self.at += 1
        if part.kind == "open":
            return self.bracket(part)
        if part.kind == "field":
            return self.fielded(part)
        self.count += 1
        if self.count > MAX_CLAUSES:
            raise QuerySyntaxError(f"More than {MAX_CLAUSES} words; shorten the query", part.position)
        if self.field == "author" and part.kind == "word":
            part = self.name(part, whole=True)
        return values.leaf(part, self.field)

    def bracket(self, opening: Part) -> Clause | None:
        if self.depth >= MAX_DEPTH:
            raise QuerySyntaxError(
                f"Brackets more than {MAX_DEPTH} deep; write the query with fewer", opening.position
            )
        self.depth += 1
        inner = self.either()
        self.depth -= 1
        part = self.peek()
        if part is None:
            raise QuerySyntaxError("This bracket is never closed; put a ) behind its words", opening.position)
        self.at += 1
        return inner

    def fielded(self, part: Part) -> Clause | None:
        field = values.FIELDS.get(part.text.lower())
        if field is None:
            if part.spaced:  # a colon in running text, as in `BERT: pre-training`
                return values.leaf(Part("word", part.text, part.position), self.field)
            raise QuerySyntaxError(values.unknown_field(part.text), part.position)
        value = self.peek()
        if value is None or value.kind in {"close", "field"}:
            raise QuerySyntaxError(f"{part.text}: needs a value; {values.EXAMPLES[field]}", part.position)
        if value.kind == "open":
            outer, self.field = self.field, field
            self.at += 1
            inner = self.bracket(value)
            self.field = outer
        else:
            self.at += 1
            self.count += 1
            word = Part("phrase" if value.kind == "phrase" else "word", value.text, value.position)
            if field == "author" and word.kind == "word":
                word = self.name(word, whole=False)
            inner = values.leaf(word, field)
        if inner is None:
            raise QuerySyntaxError(f"{part.text}: needs a value; {values.EXAMPLES[field]}", part.position)
        return inner

    def name(self, first: Part, *, whole: bool) -> Part:
        """The words of one author's name: in brackets all that follow, else those behind a comma or initials."""
        text = first.text
        while (part := self.peek()) is not None and part.kind == "word":
            if not (whole or text.endswith(",") or values.only_initials(text)):
                break
            text = f"{text} {part.text}"
            self.at += 1
        return Part("word", text, first.position)


def parse_query(text: str, *, match: Literal["all", "any"] = "all") -> Clause | None:
    """The tree of a reader's query; None when it is blank. Raises QuerySyntaxError and nothing else.

    `any` ranks papers by the plain words they have instead of demanding all; fields and -words stay demands,
    and so does everything in a query that joins its parts by AND or OR.
    """
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(f"The query is longer than {MAX_LENGTH:,} characters; shorten it", MAX_LENGTH)
    parts = lexer.split(text)
    if not parts:
        if text.strip():
            raise QuerySyntaxError("Nothing here can be searched for; type a word", 0)
        return None
    parser = _Parser(parts)
    tree = parser.either()
    if (part := parser.peek()) is not None:
        raise QuerySyntaxError(
            "This bracket was never opened; put a ( before it or leave it out", part.position
        )
    if tree is None:
        raise QuerySyntaxError("Nothing here can be searched for; type a word", 0)
    return _ranked(tree) if match == "any" and not parser.operators else tree


def _ranked(tree: Clause) -> Clause:
    """The tree with its plain words and phrases as one Some in front of everything else, which stays demanded.

    Quotation marks in a pasted question are emphasis; demanding them emptied two of 76 judged questions.
    """
    children = tree.clauses if isinstance(tree, And) else (tree,)
    plain = tuple(child for child in children if isinstance(child, (Word, Phrase)) and child.field is None)
    others = [child for child in children if not (isinstance(child, (Word, Phrase)) and child.field is None)]
    ranked = _join(And, [Some(plain), *others] if plain else others)
    assert ranked is not None
    return ranked


def any_words(text: str, *, limit: int = 400) -> Clause | None:
    """A tree that ranks by the words of free text, read without any syntax; None when it holds no word.

    For questions, titles and abstracts as they are; only the first `limit` words count.
    """
    found = tuple(Word(piece) for piece in text.split()[:limit] if values.searchable(piece))
    return Some(found) if found else None
