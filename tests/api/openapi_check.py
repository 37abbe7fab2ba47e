"""Answers against the OpenAPI document: the parts of JSON Schema 2020-12 that the document uses, and no others."""

import gzip
import re
from datetime import date, datetime
from typing import Any

import orjson
from django.http import HttpResponse
from django.urls import resolve

from coolpapers.api.openapi import document

KNOWN = frozenset(
    {"$ref", "type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "const", "format", "pattern",
     "minimum", "maximum", "exclusiveMinimum", "minItems", "maxItems", "maxLength", "title", "description", "examples", "default",
     "propertyNames"}
)  # fmt: skip
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


class Mismatch(AssertionError):
    """A value that is not as the document says; the message begins with where it stands."""


def check_answer(answer: HttpResponse) -> HttpResponse:
    """The answer, when the document describes its status, media type and body."""
    if answer.wsgi_request.path == "/api/openapi.json":
        return answer
    call = described(answer)
    media_type = answer.headers.get("Content-Type", "").partition(";")[0]
    if call is None:
        assert answer.status_code in {404, 405}, "an answer to no call"
        response = document()["components"]["responses"][str(answer.status_code)]
    else:
        assert str(answer.status_code) in call["responses"], f"{answer.status_code} is not described"
        response = call["responses"][str(answer.status_code)]
    response = resolved(response)
    if answer.status_code in {301, 304}:
        assert not answer.content
        return answer
    assert media_type in response["content"], f"{media_type} is not described"
    if media_type.endswith("json") and media_type != "application/vnd.citationstyles.csl+json":
        content = (
            gzip.decompress(answer.content) if answer.get("Content-Encoding") == "gzip" else answer.content
        )
        check(orjson.loads(content), response["content"][media_type]["schema"], "$")
    return answer


def described(answer: HttpResponse) -> dict[str, Any] | None:
    """The operation that answered, None for an address without one."""
    request = answer.wsgi_request
    name = resolve(request.path_info).url_name
    for methods in document()["paths"].values():
        for method, call in methods.items():
            if call["operationId"] == name and method.upper() == request.method.replace("HEAD", "GET"):
                return call
    return None


def check(value: Any, schema: dict[str, Any], where: str) -> None:
    """Raises Mismatch where the value is not as the schema says."""
    schema = resolved(schema)
    strange = schema.keys() - KNOWN
    assert not strange, f"the checker does not know {strange}"
    if choices := schema.get("anyOf"):
        if not any(_fits(value, choice, where) for choice in choices):
            raise Mismatch(f"{where}: {value!r} fits none of {choices}")
        return
    _check_type(value, schema, where)
    if isinstance(value, dict):
        _check_object(value, schema, where)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            check(item, schema["items"], f"{where}[{position}]")
    elif isinstance(value, str):
        _check_text(value, schema, where)
    size = len(value) if isinstance(value, list | str) else value
    for bound, wrong in {
        "minimum": lambda limit: size < limit,
        "maximum": lambda limit: size > limit,
        "exclusiveMinimum": lambda limit: size <= limit,
        "minItems": lambda limit: size < limit,
        "maxItems": lambda limit: size > limit,
    }.items():
        if bound in schema and wrong(schema[bound]):
            raise Mismatch(f"{where}: {value!r} against {bound} {schema[bound]}")


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Any = document()
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def _fits(value: Any, schema: dict[str, Any], where: str) -> bool:
    try:
        check(value, schema, where)
    except Mismatch:
        return False
    return True


def _check_type(value: Any, schema: dict[str, Any], where: str) -> None:
    if "enum" in schema and value not in schema["enum"]:
        raise Mismatch(f"{where}: {value!r} is not in {schema['enum']}")
    if name := schema.get("type"):
        wrong_flag = isinstance(value, bool) and name != "boolean"
        if wrong_flag or not isinstance(value, TYPES[name]):
            raise Mismatch(f"{where}: {value!r} is no {name}")


def _check_object(value: dict[str, Any], schema: dict[str, Any], where: str) -> None:
    properties = schema.get("properties", {})
    if missing := set(schema.get("required", ())) - value.keys():
        raise Mismatch(f"{where}: without {missing}")
    for name, member in value.items():
        if name in properties:
            check(member, properties[name], f"{where}.{name}")
        elif isinstance(schema.get("additionalProperties"), dict):
            check(member, schema["additionalProperties"], f"{where}.{name}")
        elif schema.get("additionalProperties") is False:
            raise Mismatch(f"{where}: {name} is not described")


def _check_text(value: str, schema: dict[str, Any], where: str) -> None:
    form = schema.get("format")
    if form == "date" and not (re.fullmatch(r"\d{4}-\d\d-\d\d", value) and date.fromisoformat(value)):
        raise Mismatch(f"{where}: {value!r} is no date")
    if form == "date-time" and not (value.endswith("Z") and datetime.fromisoformat(value)):
        raise Mismatch(f"{where}: {value!r} is no time in UTC")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        raise Mismatch(f"{where}: {value!r} against {schema['pattern']}")
