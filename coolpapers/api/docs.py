"""GET /api/docs: the OpenAPI document as a page, without scripts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from coolpapers.api.answers import PAPERS_AGE_S
from coolpapers.api.api import DESCRIPTION
from coolpapers.api.openapi import document
from coolpapers.api.problems import Kind
from coolpapers.api.site import origin

# One call to try for each, as it is typed.
_EXAMPLES: Final = {
    "search": "/api/v1/search?q=title:%22diffusion+models%22+-video&category=cs.CV&from=2026-01-01&facets=year",
    "papers": "/api/v1/papers?category=cs.CL,cs.LG-cs.RO&section=new&limit=50",
    "batch": "/api/v1/papers/batch",
    "related": "/api/v1/papers/2401.01234/related?category=cs.LG&from=2025-01-01&limit=10",
    "related_to_many": "/api/v1/related?ids=1706.03762,1810.04805&q=graph+neural+network:2,long+context",
    "paper": "/api/v1/papers/hep-th/9901001v2?format=bibtex",
    "categories": "/api/v1/categories",
    "days": "/api/v1/days?category=cs.CL&month=2026-11",
    "status": "/api/v1/status",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter of a call, or a member of an object."""

    name: str
    kind: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the page shows it."""

    anchor: str
    method: str
    path: str
    summary: str
    paragraphs: Sequence[str]
    parameters: list[Member]
    body: str
    answer: str
    statuses: list[str]
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One object of answers or bodies."""

    name: str
    description: str
    members: list[Member]


@require_safe
@cache_control(public=True, max_age=PAPERS_AGE_S)
def docs(request: HttpRequest) -> HttpResponse:
    """The calls with their parameters, the shapes of answers, and the kinds of problems."""
    context = {
        "introduction": _paragraphs(DESCRIPTION),
        "origin": origin(request),
        "calls": list(_calls()),
        "shapes": list(_shapes()),
        "problems": [replace(kind.value, meaning=_with_code(kind.value.meaning)) for kind in Kind],
    }
    return render(request, "api/docs.html", context)


def _calls() -> Iterator[Call]:
    for path, methods in document()["paths"].items():
        for method, call in methods.items():
            yield Call(
                anchor=call["operationId"],
                method=method.upper(),
                path=path,
                summary=call["summary"],
                paragraphs=_paragraphs(call["description"]),
                parameters=[
                    Member(p["name"], _kind(p["schema"]), _with_code(p.get("description", "")), p["required"])
                    for p in call.get("parameters", [])
                ],
                body=_shape_name(call.get("requestBody", {})),
                answer=_shape_name(call["responses"]["200"]),
                statuses=[status for status in call["responses"] if status != "200"],
                example=_EXAMPLES[call["operationId"]],
            )


def _shapes() -> Iterator[Shape]:
    for name, schema in sorted(document()["components"]["schemas"].items()):
        required = schema.get("required", [])
        members = [
            Member(member, _kind(told), _with_code(told.get("description", "")), member in required)
            for member, told in schema.get("properties", {}).items()
        ]
        yield Shape(name, _with_code(schema.get("description", "")), members)


def _shape_name(holder: dict[str, Any]) -> str:
    schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _paragraphs(text: str) -> list[SafeString]:
    return [_with_code(" ".join(part.split())) for part in text.split("\n\n")]


def _with_code(text: str) -> SafeString:
    """The text as HTML, what stands between backticks as code."""
    pieces = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", piece) if odd % 2 else piece,) for odd, piece in pieces)
    )


def _kind(schema: dict[str, Any]) -> str:
    """A JSON schema in words: its type, the values it takes, its bounds and its default."""
    if reference := schema.get("$ref"):
        return str(reference).rpartition("/")[2]
    choices = schema.get("anyOf") or schema.get("allOf")
    if choices:
        words = " or ".join(_kind(choice) for choice in choices)
    elif values := schema.get("enum"):
        words = " | ".join(str(value) for value in values)
    elif schema.get("type") == "array":
        words = f"list of {_kind(schema['items'])}{_bounds(schema, 'minItems', 'maxItems')}"
    elif schema.get("type") == "object":
        words = f"object of {_kind(schema.get('additionalProperties') or {})}"
    else:
        words = str(schema.get("format") or schema.get("type", "any"))
        words += _bounds(schema, "minimum", "maximum") + _bounds(
            schema, "minLength", "maxLength", " characters"
        )
    default = schema.get("default")
    return (
        words
        if default in (None, "")
        else f"{words}, default {str(default).lower() if default is False else default}"
    )


def _bounds(schema: dict[str, Any], least: str, most: str, unit: str = "") -> str:
    low, high = schema.get(least), schema.get(most)
    if low is not None and high is not None:
        return f" ({low}–{high}{unit})"
    if high is not None:
        return f" (at most {high}{unit})"
    return f" (at least {low}{unit})" if low is not None else ""
