"""A Plan to Elasticsearch's query language, node by node."""

from search.backends.elasticsearch.mapping import Json
from search.plan import Beginning, Bool, Days, Everything, Nothing, OneOf, Plan, Sequence, Term

_NONE: Json = {"match_none": {}}


def _days(plan: Days) -> Json:
    bounds = {"gte": plan.start, "lte": plan.end}
    return {"range": {plan.field: {name: day for name, day in bounds.items() if day is not None}}}


def _bool(plan: Bool) -> Json:
    lists = {"must": plan.must, "should": plan.should, "must_not": plan.must_not, "filter": plan.unscored}
    return {"bool": {name: [translate(part) for part in parts] for name, parts in lists.items() if parts}}


def translate(plan: Plan) -> Json:
    """The query for a plan. What only filters scores 1 by itself, as the plan has it."""
    match plan:
        case Term(field, token, boost):
            return {"term": {field: {"value": token, "boost": boost}}}
        case Sequence(field, tokens, boost):
            return {"match_phrase": {field: {"query": " ".join(tokens), "boost": boost}}}
        case Beginning(field, prefix):
            return {"prefix": {field: {"value": prefix}}} if prefix.isprintable() else _NONE
        case OneOf(field, values):
            # Halves of characters cannot be in the index, nor be sent.
            return {"terms": {field: [value for value in values if value.isprintable()]}}
        case Days():
            return _days(plan)
        case Everything():
            return {"match_all": {}}
        case Nothing():
            return _NONE
        case Bool():
            return _bool(plan)
