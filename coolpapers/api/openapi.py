"""The OpenAPI 3.1 document: ninja's, completed by what holds for every call: problems, caching, headers, media types."""

import json
from copy import deepcopy
from functools import cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from pydantic.json_schema import models_json_schema

from coolpapers.api.answers import TAXONOMY_AGE_S, json_answer
from coolpapers.api.api import api
from coolpapers.api.problems import CONTENT_TYPE, DOCS_PATH, Kind
from coolpapers.api.schemas import ProblemAnswer, ProblemFault
from coolpapers.citations import FORMATS
from coolpapers.faults import RETRY_AFTER_S

PREFIX: Final = "api/v1"
_METHODS: Final = frozenset({"get", "post"})
_REF: Final = "#/components/schemas/{model}"


def openapi(request: HttpRequest) -> HttpResponse:
    """GET /api/openapi.json."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET"})
    return json_answer(document(), max_age=TAXONOMY_AGE_S)


@cache
def document() -> dict[str, Any]:
    """The whole document; the same object each time, so nobody may change it."""
    told: dict[str, Any] = dict(deepcopy(api.get_openapi_schema(path_prefix=PREFIX)))
    _, problems = models_json_schema(
        [(ProblemAnswer, "serialization"), (ProblemFault, "serialization")], ref_template=_REF
    )
    told["components"]["schemas"] |= problems["$defs"]
    told["components"]["responses"] = _problem_responses()
    told["components"]["headers"] = _headers()
    told["servers"] = [{"url": "/", "description": "this installation"}]
    told["externalDocs"] = {
        "url": DOCS_PATH,
        "description": "The same for people, with the kinds of problems",
    }
    for path, methods in told["paths"].items():
        for method, call in methods.items():
            if method in _METHODS:
                _complete(path, method, call)
    # Ninja lists the models that parameters are read into; no call refers to them.
    referred = json.dumps(told)
    schemas = told["components"]["schemas"]
    told["components"]["schemas"] = {
        name: schema for name, schema in sorted(schemas.items()) if f'"{_REF.format(model=name)}"' in referred
    }
    return told


def _complete(path: str, method: str, call: dict[str, Any]) -> None:
    answer = call["responses"][200]
    answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Cache-Control")}
    kinds = ["400", "405", "500", "503"]
    if method == "get":
        kinds.append("412")
        call["responses"]["304"] = {
            "description": "Not changed since the answer whose ETag is in If-None-Match; no body"
        }
    else:
        answer.pop("headers")
        kinds.append("413")
    if "{id}" in path:
        kinds.append("404")
        call["responses"]["301"] = {
            "description": "The paper is known by another spelling of this identifier",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
    if call["operationId"] == "paper":
        for format_ in FORMATS.values():
            answer["content"][format_.content_type.partition(";")[0]] = {"schema": {"type": "string"}}
    call["responses"] = {str(status): told for status, told in call["responses"].items()}
    call["responses"] |= {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(kinds)}
    call["responses"] = dict(sorted(call["responses"].items()))


def _problem_responses() -> dict[str, Any]:
    """One response a status, with an example of each kind of problem that has it."""
    by_status: dict[int, list[Kind]] = {}
    for kind in Kind:
        by_status.setdefault(kind.value.status, []).append(kind)
    responses: dict[str, Any] = {}
    for status, kinds in by_status.items():
        examples = {
            kind.value.anchor: {
                "summary": kind.value.meaning,
                "value": {
                    "type": f"{DOCS_PATH}#{kind.value.anchor}",
                    "title": kind.value.title,
                    "status": status,
                    "detail": kind.value.meaning,
                    "instance": f"/{PREFIX}/search",
                    "errors": [],
                },
            }
            for kind in kinds
        }
        responses[str(status)] = _response(" or ".join(kind.value.title for kind in kinds), examples)
    responses["405"]["headers"] = {
        "Allow": {"schema": {"type": "string"}, "description": "methods of this address"}
    }
    responses["503"] = _response("The paper store or the search engine does not answer now", {})
    responses["503"]["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return responses


def _response(description: str, examples: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": _REF.format(model="ProblemAnswer")}}
    if examples:
        content["examples"] = examples
    return {"description": description, "content": {CONTENT_TYPE: content}}


def _headers() -> dict[str, Any]:
    return {
        "ETag": {"schema": {"type": "string"}, "description": "changes with what the answer says"},
        "Cache-Control": {
            "schema": {"type": "string"},
            "description": "how long any cache may keep the answer",
        },
        "Retry-After": {
            "schema": {"type": "integer", "const": RETRY_AFTER_S},
            "description": "seconds to wait",
        },
    }
