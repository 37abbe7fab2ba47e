"""GET /categories: arXiv's taxonomy."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from coolpapers import taxonomy
from coolpapers.api.answers import TAXONOMY_AGE_S, json_answer
from coolpapers.api.schemas import CategoriesAnswer
from coolpapers.api.strict_query import check_no_names

router = Router(tags=["Days and categories"])


@router.get(
    "/categories",
    response=CategoriesAnswer,
    operation_id="categories",
    summary="List groups, archives, categories",
)
def categories(request: HttpRequest) -> HttpResponse:
    """Every category under the one name it is shown by, with the other names that find it, in arxiv.org's order."""
    check_no_names(request)
    return json_answer(_tree(), max_age=TAXONOMY_AGE_S)


@cache
def _tree() -> dict[str, Any]:
    return {"groups": [_group(group) for group in taxonomy.GROUPS.values()]}


def _group(group: taxonomy.Group) -> dict[str, Any]:
    return {"id": group.id, "name": group.name, "archives": [_archive(key) for key in group.archives]}


def _archive(key: str) -> dict[str, Any]:
    archive = taxonomy.ARCHIVES[key]
    return {
        "id": archive.id,
        "name": archive.name,
        "categories": [
            {"id": name, "name": taxonomy.CATEGORIES[name].name, "names": taxonomy.names_of(name)}
            for name in archive.categories
        ],
    }
