"""Filters: conditions on the message's fields, checked, tried out on values, and written as the source wants its pattern.

The conditions are those of EventBridge patterns that event source mappings know, too:
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from scaffolds.fields import SAFE_INTEGER, ResourceField

Condition = str | int | float | bool | None | dict[str, Any]
Fault = tuple[str, str]
"""The field, and what is wrong with its conditions."""

ABSENT = object()
"""The value of a field that a message does not have."""
MAX_PATTERN = 4096
"""Characters of a mapping's pattern: https://docs.aws.amazon.com/lambda/latest/api/API_Filter.html."""
MAX_RULE_PATTERN = 2048
"""Characters of a rule's pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html."""
_COMPARE = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
}
_TEXT = frozenset({"string", "datetime"})
_NUMERIC = frozenset({"integer", "number"})
_MATCHERS = {"prefix", "suffix", "equals-ignore-case", "anything-but", "numeric", "exists"}
_DYNAMODB = {"string": "S", "datetime": "S", "integer": "N", "number": "N", "boolean": "BOOL"}
# EventBridge compares numbers within this range: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
_LARGEST = 5e9


def faults(conditions: dict[str, list[Condition]], fields: list[ResourceField], source: str) -> Iterator[Fault]:
    """What is wrong with the conditions; nothing when they can be used."""
    known = {field.name: field for field in fields}
    for name, wanted in conditions.items():
        field = known.get(name)
        if field is None:
            yield name[:64], f"there is no such field; there are: {', '.join(known)}"
        elif field.type not in _DYNAMODB:
            yield name, f"a {field.type} cannot be filtered; filter on string, integer, number, boolean or datetime"
        elif (source, name) == ("s3", "bucket"):
            yield name, "the bucket is the project's own; filter on key or size"
        elif not wanted:
            yield name, "needs at least one condition"
        else:
            for condition in wanted:
                if (says := _fault(condition, field, source)) is not None:
                    yield name, says
                    break


def _fault(condition: Condition, field: ResourceField, source: str) -> str | None:
    if not isinstance(condition, dict):
        return _unfit(condition, field)
    if len(condition) != 1 or not set(condition) <= _MATCHERS:
        return f"a condition is a value or one of {', '.join(sorted(_MATCHERS))}, such as {{'prefix': 'a'}}"
    ((matcher, operand),) = condition.items()
    match matcher:
        case "exists":
            return None if isinstance(operand, bool) else "exists takes true or false"
        case "numeric":
            return _numeric_fault(operand, field, source)
        case "anything-but":
            return _anything_but_fault(operand, field)
        case _:
            return _text_fault(matcher, operand, field)


def _unfit(value: Any, field: ResourceField) -> str | None:  # noqa: ANN401 - whatever the caller sent
    if value is None:
        return "null cannot be filtered on: an absent field is found with {'exists': false}"
    fits = {
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int | float) and not isinstance(value, bool),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
    }.get(field.type, isinstance(value, str))
    if not fits:
        return f"{_shown(value)} is not of type {field.type}"
    if isinstance(value, str) and not value.isprintable():
        return "a value has a character that cannot be printed"
    if field.type in _NUMERIC and not abs(value) <= SAFE_INTEGER:
        return "a number is too large for JSON"
    return None


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever the caller sent
    """A value in an error, bounded."""
    if isinstance(value, str):
        return json.dumps(value[:40])
    short = isinstance(value, int | float) and abs(value) <= SAFE_INTEGER
    return json.dumps(value) if short else f"a {type(value).__name__}"


def _numeric_fault(operand: Any, field: ResourceField, source: str) -> str | None:  # noqa: ANN401
    if field.type not in _NUMERIC:
        return f"numeric applies to integer and number, not {field.type}"
    if source == "dynamodb":
        return (
            "DynamoDB streams carry numbers as text, so numeric never matches: list the values, or decide in the code"
        )
    good = isinstance(operand, list) and len(operand) in {2, 4}
    pairs = list(zip(operand[::2], operand[1::2], strict=True)) if good else []
    for operator, bound in pairs:
        good = good and operator in list(_COMPARE) and isinstance(bound, int | float) and not isinstance(bound, bool)
        good = good and abs(bound) <= _LARGEST
    if len(pairs) == 2:
        good = good and str(pairs[0][0]).startswith(">") and str(pairs[1][0]).startswith("<")
    return None if good else "numeric takes ['>', 0] or ['>=', 0, '<', 100], numbers within 5,000,000,000"


def _anything_but_fault(operand: Any, field: ResourceField) -> str | None:  # noqa: ANN401
    if isinstance(operand, dict):
        return "anything-but takes a value or a list of values"
    if field.type == "boolean":
        return "anything-but applies to texts and numbers; name the boolean itself"
    values = operand if isinstance(operand, list) else [operand]
    return next(
        (says for value in values if (says := _unfit(value, field))), None if values else "anything-but is empty"
    )


def _text_fault(matcher: str, operand: Any, field: ResourceField) -> str | None:  # noqa: ANN401
    if field.type not in _TEXT:
        return f"{matcher} applies to string and datetime, not {field.type}"
    if not isinstance(operand, str) or not operand:
        return f"{matcher} takes a text that is not empty"
    return None if operand.isprintable() else f"{matcher} has a character that cannot be printed"


def lets_through(value: Any, wanted: list[Condition]) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a field's value meets one of its conditions. ABSENT is a value, too."""
    return any(_meets(value, condition) for condition in wanted)


def _meets(value: Any, condition: Condition) -> bool:  # noqa: ANN401
    if not isinstance(condition, dict):
        return value is not ABSENT and value == condition and isinstance(value, bool) == isinstance(condition, bool)
    ((matcher, operand),) = condition.items()
    if matcher == "exists":
        return (value is not ABSENT) is operand
    if value is ABSENT:
        return False
    match matcher:
        case "numeric":
            pairs = zip(operand[::2], operand[1::2], strict=True)
            return isinstance(value, int | float) and all(_COMPARE[each](value, bound) for each, bound in pairs)
        case "anything-but":
            return value not in (operand if isinstance(operand, list) else [operand])
        case "prefix":
            return isinstance(value, str) and value.startswith(operand)
        case "suffix":
            return isinstance(value, str) and value.endswith(operand)
        case _:
            return isinstance(value, str) and value.lower() == operand.lower()


def candidates(field: ResourceField, wanted: list[Condition]) -> list[Any]:
    """Values that the field allows, worth trying on its conditions: none twice, ABSENT where the field may be left out."""
    found: list[Any] = [] if field.required else [ABSENT]
    for value in [*_suggested(field, wanted), *field.samples()]:
        whole = int(value) if isinstance(value, float) and value == int(value) else value
        if whole not in found and allowed(field, whole):
            found.append(whole)
    return sorted(found, key=lambda value: value is ABSENT)


def _suggested(field: ResourceField, wanted: list[Condition]) -> Iterator[Any]:
    sample = field.samples()[0]
    yield from (True, False) if field.type == "boolean" else field.enum or ()
    for condition in wanted:
        if not isinstance(condition, dict):
            yield condition
            continue
        ((matcher, operand),) = condition.items()
        match matcher:
            case "prefix":
                yield from (f"{operand}{sample}", f"{operand}1", f"{operand}2", operand)
            case "suffix":
                yield from (f"{sample}{operand}", f"1{operand}", f"2{operand}", operand)
            case "equals-ignore-case":
                yield from (operand, operand.upper(), operand.lower())
            case "anything-but":
                yield from operand if isinstance(operand, list) else [operand]
            case "numeric":
                for bound in operand[1::2]:
                    yield from (bound, bound + 1, bound - 1, bound + 2, bound - 2, bound + 0.5, bound - 0.5)
                if len(operand) == 4:
                    yield (operand[1] + operand[3]) / 2


def allowed(field: ResourceField, value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a scalar fits the field's own constraints."""
    if _unfit(value, field) is not None or (field.enum is not None and value not in field.enum):
        return False
    if field.type in _NUMERIC:
        return field.low <= value <= field.high and (field.type == "number" or value == int(value))
    if field.type == "datetime":
        return value in field.samples()
    if field.type == "string":
        return (field.min_length or 0) <= len(value) <= (
            SAFE_INTEGER if field.max_length is None else field.max_length
        ) and (field.pattern is None or re.search(field.pattern, value) is not None)
    return True


def patterns_of(
    conditions: dict[str, list[Condition]], fields: list[ResourceField], source: str, changes: list[str]
) -> list[dict[str, Any]]:
    """The patterns of a mapping's FilterCriteria; none when it takes everything. Of several, one has to match."""
    match source:
        case "sqs" | "sqs_fifo":
            return [{"body": conditions}] if conditions else []
        case "kinesis":
            return [{"data": conditions}] if conditions else []
        case "msk" | "kafka":
            return [{"value": conditions}] if conditions else []
        case "dynamodb":
            return list(_dynamodb(conditions, {field.name: field.type for field in fields}, changes))
        case _:
            return []


def _dynamodb(
    conditions: dict[str, list[Condition]], types: dict[str, Any], changes: list[str]
) -> Iterator[dict[str, Any]]:
    """A removed item's fields are in its old image, the others' in the new one."""
    if not conditions and len(changes) == 3:
        return
    image = {
        name: {_DYNAMODB[types[name]]: [_as_stored(each, types[name]) for each in wanted]}
        for name, wanted in conditions.items()
    }
    written = [each.upper() for each in changes if each != "remove"]
    for names, where in ((written, "NewImage"), (["REMOVE"] if "remove" in changes else [], "OldImage")):
        if names and image:
            yield {"eventName": names, "dynamodb": {where: image}}
    if not image:
        yield {"eventName": [each.upper() for each in changes]}


def _as_stored(condition: Condition, type_: str) -> Condition:
    """Numbers are texts in a stream: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html."""
    if type_ not in _NUMERIC or (isinstance(condition, dict) and "exists" in condition):
        return condition
    if isinstance(condition, dict):
        operand = condition["anything-but"]
        return {"anything-but": [_text(each) for each in (operand if isinstance(operand, list) else [operand])]}
    return _text(condition)


def _text(number: Any) -> str:  # noqa: ANN401 - an int or a float
    return json.dumps(int(number) if number == int(number) else number)


def rule_detail(conditions: dict[str, list[Condition]], source: str) -> dict[str, Any]:
    """The `detail` of a rule's pattern, for the sources that a rule feeds."""
    if source != "s3":
        return dict(conditions)
    return {"object": conditions} if conditions else {}
