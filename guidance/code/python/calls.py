"""What calls come to: of contexts, of the project's functions and classes, of libraries."""

from __future__ import annotations

import ast

from guidance.code import tables
from guidance.code.model import Kind
from guidance.code.python import (
    bodies,
    changes,
    concurrency,
    containers,
    definitions,
    expressions,
    functions,
    library,
    operations,
    sdk,
    settings,
    trees,
    words,
)
from guidance.code.python.abstract import UNKNOWN, Abstract, Fn, union
from guidance.code.python.machine import At, Machine
from guidance.code.python.modules import sdk_name

_HARMLESS = frozenset(
    (
        *dir(str),
        *dir(dict),
        *dir(list),
        *dir(set),
        "get",
        "isoformat",
        "total_seconds",
        "timestamp",
        "strftime",
        "hex",
        "json",
        "group",
        "match",
    )
)
_SAFE = (
    "logging.",
    "time.",
    "random.",
    "uuid.",
    "math.",
    "itertools.",
    "functools.",
    "dataclasses.",
    "copy.",
    "contextlib.",
    "structlog.",
    "collections.",
    "operator.",
    "typing.",
    "aws_lambda_powertools.Logger",
    "aws_lambda_powertools.Metrics",
    "os.environ",
    "os.getenv",
)


def call(m: Machine, at: At, node: ast.Call) -> Abstract:
    """What a call comes to."""
    func = node.func
    base: Abstract | None = None
    if isinstance(func, ast.Attribute):
        base = expressions.peek(m, at, func.value)
        if base.logger:
            expressions.all_of(m, at, [*node.args, *(each.value for each in node.keywords)])
            at.collector.effect = at.collector.effect or trees.written(func)
            return UNKNOWN
        callee = expressions.member(m, at, func, base)
    else:
        callee = expressions.peek(m, at, func)
    if callee.operation and callee.context is not None:
        return operations.on_context(m, at, node, callee)
    if concurrency.is_raw(callee.name):
        return concurrency.call(m, at, node, callee)
    if base is not None and base.waits_for is not None and isinstance(func, ast.Attribute) and func.attr == "result":
        return Abstract(callback=base.waits_for)
    name = sdk_name(callee.name)
    if name == "with_retry":
        return operations.with_retry(m, at, node)
    found = known(m, at, node, callee, name)
    if found is not None:
        return found
    arguments, keywords = given(m, at, node)
    if base is not None and isinstance(func, ast.Attribute):
        found = containers.method(m, at, node, func, base, arguments, keywords)
        if found is not None:
            return found
    found = library.function(m, at, node, callee, arguments, keywords)
    return found if found is not None else foreign(m, at, node, callee, base, [*arguments, *keywords.values()])


def given(m: Machine, at: At, node: ast.Call) -> tuple[list[Abstract], dict[str, Abstract]]:
    """The arguments of a call."""
    arguments = [expressions.ev(m, at, each) for each in node.args]
    keywords: dict[str, Abstract] = {}
    for each in node.keywords:
        value = expressions.ev(m, at, each.value)
        if each.arg is not None:
            keywords[each.arg] = value
        else:
            if value.callback is not None:
                expressions.used_as_object(m, at, each.value, value)
            keywords.update(value.entries or {})
    return arguments, keywords


def known(m: Machine, at: At, node: ast.Call, callee: Abstract, name: str) -> Abstract | None:
    """A call of something of the project's or the SDK's; None when it is neither."""
    if callee.instance is not None and not callee.functions:
        callee = definitions.bound(m, callee.instance, "__call__", callee) or callee
    if callee.functions:
        arguments, keywords = given(m, at, node)
        results = [_function(m, at, node, each, arguments, keywords) for each in callee.functions]
        return results[0] if len(results) == 1 else UNKNOWN
    if callee.cls is not None:
        arguments, keywords = given(m, at, node)
        return construct(m, at, callee, arguments, keywords)
    return sdk.of_sdk(m, at, node, name) if name else None


def _function(
    m: Machine, at: At, node: ast.Call, function: Fn, arguments: list[Abstract], keywords: dict[str, Abstract]
) -> Abstract:
    if function.decorator and function.decorator != "durable_execution" and not function.called:
        _, handed = trees.handed(node)
        if function.decorator == "durable_step":
            bodies.judge(m, at, function, len(node.args) + len(node.keywords))
        made = Fn(
            function.node,
            function.module,
            function.frame,
            function.name,
            function.decorator,
            called=True,
            arguments=tuple(arguments),
            keywords=keywords,
            handed=handed,
            this=function.this,
            late=function.late,
        )
        return expressions.mixed([*arguments, *keywords.values()], kind=Kind.FUNCTION, functions=(made,))
    return functions.follow(m, at, function, arguments, keywords, node)


def construct(
    m: Machine, at: At, callee: Abstract, arguments: list[Abstract], keywords: dict[str, Abstract]
) -> Abstract:
    """A class of the project is instantiated."""
    cls = callee.cls
    if cls is None:
        return UNKNOWN
    made = definitions.instance_of(cls)
    for part in (*arguments, *keywords.values()):
        made.calls = union(made.calls, part.calls)
    start = definitions.bound(m, cls, "__init__", made)
    if start is not None and start.functions:
        functions.follow(m, at, start.functions[0], arguments, keywords, None)
    elif made.attributes is not None:
        fields = [
            each.target.id
            for each in cls.node.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        ]
        made.attributes.update(zip(fields, arguments, strict=False))
        made.attributes.update(keywords)
    return made


def foreign(
    m: Machine, at: At, node: ast.Call, callee: Abstract, base: Abstract | None, parts: list[Abstract]
) -> Abstract:
    """A call that is not followed: note it, and where it leads."""
    func = node.func
    name = callee.name
    if not name or name.startswith("?"):
        attribute = func.attr if isinstance(func, ast.Attribute) else ""
        if base is not None and isinstance(func, ast.Attribute):
            changes.method(m, at, node, func, base)
        if attribute not in _HARMLESS:
            at.collector.raised.add("*")
            at.collector.effect = at.collector.effect or trees.written(func)
        if attribute == "get_remaining_time_in_millis":
            name = f"?.{attribute}"
        else:
            found = expressions.mixed([*parts, *([base] if base is not None else [])])
            return settings.carried(found, base) if base is not None else found
    if base is not None and isinstance(func, ast.Attribute) and (base.name or base.literal):
        changes.method(m, at, node, func, base)
    made = m.record_call(at, node, name, callee.made_by, parts[0] if node.args and parts else None)
    if not name.startswith(_SAFE) and name not in words.PURE and name != "print":
        at.collector.raised.add("*")
    if name not in words.PURE:
        at.collector.effect = at.collector.effect or trees.written(func)
    found = expressions.mixed(parts, name=f"{name}()", made_by=made, kind=library.kind_of(name))
    if callee.calls:
        found.calls = union(found.calls, callee.calls)
    if tables.nondeterminism(made, "python") is not None:
        found.calls = union((made,), found.calls)
    if tables.unstable_order(name, "python"):
        found.order = name
    return found
