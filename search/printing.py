"""A clause tree back to the query language: `parse_query(print_query(tree))` is the tree again."""

from datetime import date

from search.clauses import (
    And,
    Category,
    Clause,
    Dates,
    Doi,
    Identifier,
    Name,
    Not,
    Or,
    Phrase,
    Prefix,
    Some,
    Word,
)


def print_query(clause: Clause) -> str:
    """The query in canonical spelling; a tree that holds Some is to be read with match="any"."""
    match clause:
        case Some(words):
            return " ".join(_part(word) for word in words)
        case And((Some() as ranked, *others)):
            return " ".join([print_query(ranked), *(_part(other) for other in others)])
        case And(children):
            return " AND ".join(_part(child) for child in children)
        case Or(children):
            return " OR ".join(_part(child) for child in children)
        case _:
            return _part(clause)


def _part(clause: Clause) -> str:
    """One operand, in brackets when it is made of several."""
    match clause:
        case Word(text, field):
            return f"{field}:{text}" if field else text
        case Phrase(text, field):
            return f'{field}:"{text}"' if field else f'"{text}"'
        case Prefix(text, field):
            return f"{field}:{text}*" if field else f"{text}*"
        case Name(text):
            return f'author:"{text}"'
        case Category(name):
            return f"category:{name}"
        case Identifier(value, prefix):
            return f"id:{value}{'*' if prefix else ''}"
        case Doi(value):
            return f'doi:"{value}"'
        case Dates(field, start, end):
            return f"{field}:{_day(start)}..{_day(end)}"
        case Not(inner):
            return f"-{_part(inner)}"
        case _:
            return f"({print_query(clause)})"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
