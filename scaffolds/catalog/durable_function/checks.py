"""What no single step can tell: names against each other, references, and the workflow against the service's limits."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from scaffolds import names
from scaffolds.catalog.durable_function.limits import LIMITS
from scaffolds.catalog.durable_function.plan import Name
from scaffolds.catalog.durable_function.workflow import MAX_NAME, EventField, Place, Step, Workflow

Fault = tuple[str, Place]

_TAKEN = frozenset(
    (
        "append", "branch", "by_index", "byIndex", "callbackId", "callback_id", "checked", "child", "clear", "compensation",
        "constructor", "context", "copy", "default", "done", "error", "event", "fromkeys", "get", "handler", "hasOwnProperty",
        "index", "interrupted", "isPrototypeOf", "item", "items", "key", "keyOf", "key_of", "keys", "listIn", "list_in", "merge",
        "met", "outer", "picked", "pop", "popitem", "propertyIsEnumerable", "results", "run", "sample", "setdefault", "settings",
        "state", "stopOf", "stop_of", "stops", "strategy", "tasks", "then", "toLocaleString", "toString", "tries", "undo",
        "undoAll", "undo_all", "unknown", "unsure", "update", "valueOf", "values", "workflow",
    )
)  # fmt: skip
"""Words of the generated sources, and the methods of a mapping."""
_TARGET = re.compile(r"(arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_$-]{1,128})?")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def faults(workflow: Workflow) -> Iterator[Fault]:
    """Every fault between the parts of a workflow, each with its place."""
    yield from _names(workflow)
    yield from _fields(workflow.event or [])
    yield from _references(workflow)


def _names(workflow: Workflow) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for step, place, _ in workflow.walk():
        yield from _name(step.name, (*place, "name"), seen)
        if step.compensate_with is not None:
            yield from _name(step.compensate_with, (*place, "compensate_with"), seen)
        branches: dict[str, str] = {}
        for index, branch in enumerate(step.branches or ()):
            yield from _name(branch.name, (*place, "branches", index, "name"), branches)
    yield from _bodies(workflow, seen)


def _name(text: str, place: Place, seen: dict[str, str]) -> Iterator[Fault]:
    if not text.strip():
        yield "is empty; name what it does, such as reserve-stock", place
    elif len(text) > MAX_NAME:
        yield f"has {len(text)} characters; at most {MAX_NAME}, as it becomes an identifier", place
    elif not (text.isascii() and text.isprintable()):
        yield "must be printable ASCII: the service takes nothing else as an operation's name", place
    elif not names.words(text):
        yield "needs a letter: it becomes an identifier in the code", place
    else:
        yield from _identifier(text, place, seen)


def _identifier(text: str, place: Place, seen: dict[str, str]) -> Iterator[Fault]:
    name = Name(text)
    if form := _is_taken(name):
        yield f"'{text}' would be '{form}' in the generated code, where that is taken; try '{text}-it'", place
        return
    if name.snake in seen:
        said = "repeats" if seen[name.snake] == text else f"becomes the same identifier as '{seen[name.snake]}'"
        yield f"'{text}' {said} ({name.snake}); give each its own name", place
    else:
        seen[name.snake] = text


_NUMBERED = re.compile(r"(item|index|done)_\d+")


def _is_taken(name: Name) -> str | None:
    """The form in which a name would be another thing of the generated code."""
    for form in (name.snake, name.camel):
        if keyword.iskeyword(form) or form in names.JAVASCRIPT or form in _TAKEN or _NUMBERED.fullmatch(form):
            return form
    return None


def _bodies(workflow: Workflow, seen: dict[str, str]) -> Iterator[Fault]:
    """Functions that the sources derive from names: none may be another's."""
    taken = dict(seen)
    for step, place, _ in workflow.walk():
        derived: list[tuple[Place, str]] = [
            (("branches", i, "name"), f"{step.name} {b.name}") for i, b in enumerate(step.branches or ())
        ]
        if step.type in {"map", "group"}:
            derived.append((("name",), f"{step.name} {'item' if step.type == 'map' else 'group'}"))
        if step.type in _PREFIX:
            derived.append((("name",), f"{_PREFIX[step.type]} {step.name}"))
        derived += [(("name",), f"{step.name} {suffix}") for suffix in _SETTINGS.get(step.type, ())]
        for below, text in derived:
            if form := _is_taken(Name(text)):
                yield f"gives '{form}', which is taken in the generated code; choose another name", (*place, *below)
            other = taken.setdefault(Name(text).snake, text)
            if other != text:
                yield f"gives a function {Name(text).snake}, which '{other}' gives too; rename one", (*place, *below)


_SETTINGS = {
    "callback": ("timeout", "heartbeat"),
    "condition": ("poll", "polls"),
    "parallel": ("tolerated",),
    "map": ("tolerated",),
    "invoke": ("function",),
}
"""What the settings of a type are called, after its name."""
_PREFIX = {"callback": "request", "condition": "check", "invoke": "payload of"}


def _fields(fields: list[EventField]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, each in enumerate(fields):
        place = ("event", index, "name")
        if len(each.name) > MAX_NAME or not _FIELD.fullmatch(each.name):
            yield "must be letters, digits and underscores with a letter first, at most 40 characters", place
        elif keyword.iskeyword(each.name):
            yield f"'{each.name}' is a reserved word of Python; try '{each.name.lower()}_value'", place
        elif each.name.lower() in seen:
            yield f"'{each.name}' repeats", place
        seen.add(each.name.lower())


def _references(workflow: Workflow) -> Iterator[Fault]:
    before: dict[str, Step] = {}
    fields = None if workflow.event is None else {each.name: each for each in workflow.event}
    for step, place, around in workflow.walk():
        if step.type == "map":
            yield from _items_from(step, place, around, before, fields)
        if step.type == "invoke" and not _TARGET.fullmatch(str(step.function)):
            yield "is no function: a name, name:alias, name:version, or a qualified ARN", (*place, "function")
        if step.type == "invoke" and str(step.function).endswith(":$LATEST"):
            yield (
                "names $LATEST, whose code changes under running executions; name a version or alias",
                (*place, "function"),
            )
        before[step.name] = step


def _items_from(
    step: Step, place: Place, around: tuple[Step, ...], before: dict[str, Step], fields: dict[str, EventField] | None
) -> Iterator[Fault]:
    source, at = str(step.items_from), (*place, "items_from")
    if source.startswith("item."):
        if not any(each.type == "map" for each in around):
            yield "item.FIELD is a field of the item of a map around it, and there is none", at
        elif not _FIELD.fullmatch(source.removeprefix("item.")):
            yield "item.FIELD names one field of the item", at
    elif source in before and (before[source].type == "step" or fields is None or source not in fields):
        if before[source].type != "step":
            yield f"'{source}' is a {before[source].type}; a map runs over the result of a step", at
        elif not any(each.type == "map" for each in around) and _inside_map(source, before):
            yield f"'{source}' runs once an item; its results are not one list", at
    elif fields is not None and source not in fields:
        known = [each.name for each in fields.values() if each.type in {"list", "string_list"}]
        offer = f"there are: {', '.join(known)}" if known else "the event has no list"
        yield f"'{source[:60]}' is no field of the event and no step before it ({offer})", at
    elif fields is not None and fields[source].type not in {"list", "string_list"}:
        yield f"'{source}' is of type {fields[source].type}; a map needs a list or string_list", at
    elif not _FIELD.fullmatch(source) or len(source) > MAX_NAME:
        yield "names a field of the event, an earlier step, or item.FIELD inside a map", at


def _inside_map(source: str, before: dict[str, Step]) -> bool:
    """Whether a step is within one of the maps before."""
    return any(
        source == inner.name
        for step in before.values()
        if step.type == "map"
        for inner, _, _ in Workflow.model_construct(steps=step.steps or []).walk()
    )


def too_much(operations: int, execution_seconds: int, costly: Place | None) -> Iterator[Fault]:
    """What passes the service's limits."""
    if operations > LIMITS.operations:
        text = (
            f"comes to {operations:,} operations in one execution, and the service takes {LIMITS.operations:,}; lower "
            "max_items, put several in one step, or invoke a durable function of its own for each part"
        )
        yield text, costly or ("steps",)
    if execution_seconds > LIMITS.execution_timeout_seconds:
        text = (
            f"may take {execution_seconds / 86_400:,.0f} days, and an execution ends after 366; shorten its waits, timeouts "
            "or retries"
        )
        yield text, ("steps",)
