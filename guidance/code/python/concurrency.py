"""Threads, processes and event loops around durable work."""

from __future__ import annotations

import ast

from guidance.code.model import Concurrency, Ground
from guidance.code.python import calls, functions, trees
from guidance.code.python.abstract import UNKNOWN, Abstract
from guidance.code.python.loops import item_of
from guidance.code.python.machine import At, Collector, Machine

_RAW = frozenset(
    (
        "threading.Thread",
        "threading.Timer",
        "_thread.start_new_thread",
        "multiprocessing.Process",
        "asyncio.run",
        "asyncio.gather",
        "asyncio.wait",
        "asyncio.to_thread",
        "asyncio.create_task",
        "asyncio.ensure_future",
        "asyncio.as_completed",
        "asyncio.wait_for",
        "asyncio.TaskGroup().create_task",
        "anyio.run",
        "trio.run",
        "joblib.delayed",
    )
)
_POOLS = (
    "ThreadPoolExecutor().",
    "ProcessPoolExecutor().",
    "multiprocessing.Pool().",
    "multiprocessing.get_context().Pool().",
    "dummy.Pool().",
    "pool.ThreadPool().",
    "pool.Pool().",
    "asyncio.get_event_loop().",
    "asyncio.get_running_loop().",
    "asyncio.new_event_loop().",
)
_METHODS = frozenset(
    (
        "submit",
        "map",
        "imap",
        "imap_unordered",
        "starmap",
        "apply",
        "apply_async",
        "map_async",
        "starmap_async",
        "run_in_executor",
        "run_until_complete",
        "create_task",
    )
)

_EACH = frozenset(("map", "map_async", "imap", "imap_unordered"))
"""They call the function with an item of each iterable."""
_SPREAD = frozenset(("starmap", "starmap_async", "apply", "apply_async"))
"""They call it with what the items, or the tuple of arguments, hold."""


def is_raw(name: str) -> bool:
    """Whether a call of this name runs work beside the SDK."""
    return name in _RAW or (name.rsplit(".", 1)[-1] in _METHODS and any(each in name for each in _POOLS))


def call(m: Machine, at: At, node: ast.Call, callee: Abstract) -> Abstract:
    """Walk what it runs; note it when that is durable work."""
    outer, at.collector = at.collector, Collector()
    arguments, keywords = calls.given(m, at, node)
    parts = [*arguments, *keywords.values()]
    inner = [each for part in parts for each in (part.items or ())]
    deep = [each for part in inner for each in (part.items or ())]
    touches = any(part.context is not None and part.context.durable for part in (*parts, *inner, *deep))
    handed = _handed(callee.name.rsplit(".", 1)[-1], arguments, keywords)
    named = keywords.get("kwds", keywords.get("kwargs", UNKNOWN)).entries or {}
    for part in (*parts, *inner):
        for function in part.functions:
            functions.follow(m, at, function, handed, named, None)
    collected, at.collector = at.collector, outer
    at.collector.take(collected)
    at.collector.effect = at.collector.effect or trees.written(node.func)
    touches = touches or collected.durable or collected.touches
    if touches and at.ground is Ground.REPLAYED and at.recording:
        m.program.concurrency.append(Concurrency(place=at.module.place(node), name=callee.name, **m.fact(at)))
    return Abstract(name=f"{callee.name}()")


def _handed(method: str, arguments: list[Abstract], keywords: dict[str, Abstract]) -> list[Abstract]:
    """What the function that it runs is called with."""
    first = next((number for number, each in enumerate(arguments) if each.functions), -1)
    rest = [each for each in arguments[first + 1 :] if not each.operation]
    if method in _EACH:
        return [_item(each) for each in (rest or list(keywords.values()))]
    if method in _SPREAD:
        given = keywords.get("args", keywords.get("iterable", rest[0] if rest else UNKNOWN))
        return (given if method.startswith("apply") else _item(given)).items or []
    return [*(keywords.get("args", UNKNOWN).items or []), *rest]


def _item(found: Abstract) -> Abstract:
    """An item of an iterable; of several the first one that holds a context."""
    items = found.items or []
    return next((each for each in items if any(part.context for part in (each, *(each.items or ())))), item_of(found))
