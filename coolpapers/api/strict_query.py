"""A query string holds known names only, each once: `StrictQuery` is ninja's query parameter with that rule.

A misspelt filter that is ignored would answer with the wrong papers.
"""

from collections.abc import Collection
from difflib import get_close_matches
from itertools import islice
from typing import Any

from django.http import HttpRequest, QueryDict
from ninja import NinjaAPI
from ninja.params.models import Query, QueryModel

from coolpapers.api.problems import MOST_FAULTS, SHOWN, Fault, Kind, Problem, shown


class StrictQueryModel(QueryModel):
    """Reads a query string that holds known names only, each once."""

    __ninja_flatten_map__: dict[str, Any]

    @classmethod
    def get_request_data(
        cls, request: HttpRequest, api: NinjaAPI, path_params: dict[str, Any]
    ) -> dict[str, Any] | None:
        check_names(request.GET, cls.__ninja_flatten_map__)
        return super().get_request_data(request, api, path_params)


class StrictQuery(Query):  # type: ignore[misc]
    """Marks the argument of a call that takes the query string."""

    _model: type[QueryModel] = StrictQueryModel

    @classmethod
    def _param_source(cls) -> str:
        return "query"


def check_names(given: QueryDict, known: Collection[str]) -> None:
    """Raises the 400 that names the unknown parameters, the nearest known name to each and all there are; else the 400
    for the first that is repeated.
    """
    unknown = (name for name in given if name not in known)
    faults = [_unknown(name, known) for name in islice(unknown, MOST_FAULTS)]
    if faults:
        allowed = ", ".join(known) if known else "none"
        raise Problem(Kind.UNKNOWN_PARAMETER, f"{faults[0].message} This call takes: {allowed}.", *faults)
    for name in given:
        if len(given.getlist(name)) > 1:
            message = "It was given more than once; where a list is taken, join names with commas."
            raise Problem.bad_value(name, message)


def check_no_names(request: HttpRequest) -> None:
    """`check_names` for a call that takes no parameters."""
    check_names(request.GET, ())


def _unknown(name: str, known: Collection[str]) -> Fault:
    near = get_close_matches(name.lower()[:SHOWN], known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else "."
    return Fault(name[:SHOWN], f"There is no parameter {shown(name)}{hint}")
