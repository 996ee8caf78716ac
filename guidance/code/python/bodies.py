"""Functions that run as bodies of operations, and what they return."""

from __future__ import annotations

import ast
from dataclasses import replace

from guidance.code.model import (
    AsyncBody,
    Body,
    Config,
    Ground,
    Kind,
    Result,
    Uncalled,
)
from guidance.code.python import (
    functions,
)
from guidance.code.python.abstract import (
    UNKNOWN,
    Abstract,
    Fn,
    value_of,
)
from guidance.code.python.machine import CALLS_DEEP, STEPS_A_BODY, VARIANTS, At, Collector, Machine

_GROUNDS = {
    Body.STEP: Ground.STEP,
    Body.CHECK: Ground.CHECK,
    Body.SUBMITTER: Ground.SUBMITTER,
    Body.DECISION: Ground.DECISION,
}


_STEP_NAMES = frozenset(("step", "ctx", "context", "s", "c", "sc", "self"))


_KEPT = frozenset((Kind.PLAIN, Kind.UNKNOWN))


def run_body(
    m: Machine, at: At, function: Fn, role: Body, given: list[Abstract], config: Config
) -> tuple[Abstract, Collector]:
    """Walk a function as the body of an operation; gives what it returns, and what it collects."""
    node = function.node
    m.walked.add(id(node))
    if isinstance(node, ast.AsyncFunctionDef):
        fault(m, at, function, role)
    if function.decorator == "durable_step":
        judge(m, at, function)
    this = function.this
    if this is not None and this.home is None:
        function = replace(function, this=this.but(home=at.frame.body_id, root=this.root or "self"))
    arguments = [*function.arguments, *given] if function.early else [*given, *function.arguments]
    key = functions.key(
        at,
        function,
        [each for each in arguments if not each.context],
        function.keywords,
        (role, config.known, config.has("serdes") or config.has("item_serdes")),
    )
    held = m.memo.get(key)
    if held is None:
        held = _body(m, at, function, role, arguments, config, key)
    return held[0], held[1]


def _body(
    m: Machine, at: At, function: Fn, role: Body, arguments: list[Abstract], config: Config, key: object
) -> tuple[Abstract, Collector, object]:
    running = (id(function.node), role)
    if running in m.active or at.depth >= CALLS_DEEP or m.spent or m.variants.get(id(function.node), 0) >= VARIANTS:
        return UNKNOWN, Collector(), None
    m.variants[id(function.node)] = m.variants.get(id(function.node), 0) + 1
    m.active.add(running)
    m.steps += STEPS_A_BODY
    ground = _GROUNDS.get(role, Ground.REPLAYED) if at.ground is Ground.REPLAYED else at.ground
    context = next((each.context for each in arguments if each.context is not None), None)
    inner = context if context is not None and context.durable and ground is Ground.REPLAYED else at.context
    frame = m.frame(function.module, function.frame, body_id=m.number(), role=role, config=config)
    inside = At(
        frame,
        ground,
        role,
        inner,
        "",
        function.name if function.frame is None else at.via,
        at.depth + 1,
        at.loops,
        at.counted,
        recording=at.recording,
    )
    functions.bind(m, inside, function, arguments, function.keywords, frame)
    own = next(
        (name for name, value in frame.variables.items() if value.context is not None and value.context is context), ""
    )
    inside.context_name = own
    inside.via = ""
    functions.run(m, inside, function.node)
    m.active.discard(running)
    held = functions.returned(function.node, frame), inside.collector, (function, arguments)
    m.memo[key] = held
    return held


def result(m: Machine, at: At, node: ast.expr, found: Abstract) -> None:
    """Note what a body returns, when its kind says something."""
    role = at.frame.role
    if role is None or found.kind in _KEPT or role in {Body.DECISION, Body.SUBMITTER} or not at.recording:
        return
    body = Body.CHILD if role is Body.RETRY else role
    value = value_of(found, at.module.place(node))
    m.program.results.append(
        Result(place=value.place, value=value, config=at.frame.config, **{**m.fact(at), "body": body})
    )


def fault(m: Machine, at: At, function: Fn, role: Body) -> None:
    """Note a body that is an async def."""
    place = function.module.header(function.node)
    m.program.async_bodies.append(AsyncBody(place=place, name=function.name, role=role, **m.fact(at)))


def judge(m: Machine, at: At, function: Fn, given: int | None = None) -> None:
    """Note a durable_step that has no parameter for the step's context; `given`: how many arguments its call has."""
    node = function.node
    if isinstance(node, ast.Lambda) or id(node) in m.judged:
        return
    parameters = [
        each for each in functions.positional(node) if not (function.this is not None and each.arg in {"self", "cls"})
    ]
    first = parameters[0] if parameters else None
    if first is None:
        wrong = node.args.vararg is None
    elif first.annotation is not None:
        known = functions.annotated(m, m.module_at(function.module), first.annotation)
        text = ast.unparse(first.annotation)
        wrong = (known is None or known.context is None) and not any(
            word in text for word in ("Context", "Any", "object")
        )
    else:
        plain = first.arg.strip("_").lower()
        named = not plain or plain in _STEP_NAMES or any(word in plain for word in ("step", "ctx", "context"))
        wrong = not named and given is not None and given >= len(parameters)
    if wrong:
        m.judged.add(id(node))
        place = function.module.header(node)
        m.program.uncalled.append(
            Uncalled(place=place, problem="parameter", name=function.name, **{**m.fact(at), "via": ""})
        )
