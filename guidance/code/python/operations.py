"""Durable operations: their arguments, configs and taken."""

from __future__ import annotations

import ast

from guidance.code.model import Body, Config, Ground, Iteration, Loop, Op, Place, SdkUse, Uncalled, Value
from guidance.code.python import bodies, calls, expressions, functions, loops, trees
from guidance.code.python.abstract import UNKNOWN, Abstract, BatchUse, CallbackResult, Context, Fn, value_of
from guidance.code.python.given import Given, bodies_of, config_of, described
from guidance.code.python.machine import At, Collector, Machine

METHODS: dict[str, tuple[Op, tuple[str, ...]]] = {
    "step": (Op.STEP, ("func", "name", "config")),
    "wait": (Op.WAIT, ("duration", "name")),
    "create_callback": (Op.CREATE_CALLBACK, ("name", "config")),
    "wait_for_callback": (Op.WAIT_FOR_CALLBACK, ("submitter", "name", "config")),
    "wait_for_condition": (Op.WAIT_FOR_CONDITION, ("check", "config", "name")),
    "invoke": (Op.INVOKE, ("function_name", "payload", "name", "config")),
    "parallel": (Op.PARALLEL, ("functions", "name", "config")),
    "map": (Op.MAP, ("inputs", "func", "name", "config")),
    "run_in_child_context": (Op.CHILD, ("func", "name", "config")),
}
_ROLES = {
    Op.STEP: Body.STEP,
    Op.WAIT_FOR_CALLBACK: Body.SUBMITTER,
    Op.WAIT_FOR_CONDITION: Body.CHECK,
    Op.PARALLEL: Body.BRANCH,
    Op.MAP: Body.ITEM,
    Op.CHILD: Body.CHILD,
    Op.WITH_RETRY: Body.RETRY,
}
_STORED = frozenset((Body.STEP, Body.CHECK, Body.SUBMITTER))
_DECISIONS = frozenset(
    (
        "retry_strategy",
        "wait_strategy",
        "should_continue_polling",
        "item_namer",
        "should_complete",
        "summary_generator",
        "completion_config",
        "serdes",
        "item_serdes",
        "error_mapper",
    )
)


def on_context(m: Machine, at: At, node: ast.Call, callee: Abstract) -> Abstract:
    """A method of a context is called."""
    found = METHODS.get(callee.operation)
    if found is None:
        calls.given(m, at, node)
        return UNKNOWN
    kind, parameters = found
    arguments = _arguments(m, at, node, parameters)
    if (
        kind is Op.WAIT
        and "duration" not in arguments
        and (word := next((each for each in node.keywords if each.arg and each.arg not in parameters), None))
    ):
        use(m, at, node, ".wait(seconds)")
        value = expressions.ev(m, at, word.value)
        arguments["duration"] = word.value, value.but(seconds=None)
    if (
        kind is Op.WAIT
        and {"name", "duration"} <= arguments.keys()
        and isinstance(arguments["duration"][1].constant, str)
    ):
        arguments["duration"], arguments["name"] = arguments["name"], arguments["duration"]
    if (
        kind is Op.PARALLEL
        and len(node.args) > 1
        and _is_function(arguments.get("functions"))
        and _is_function(arguments.get("name"))
    ):
        use(m, at, node.args[0], ".parallel(positional)")
        arguments["functions"] = node, Abstract(items=[expressions.ev(m, at, each) for each in node.args])
        arguments.pop("name")
        arguments.pop("config", None)
    receiver = trees.written(node.func.value) if isinstance(node.func, ast.Attribute) else "context"
    return _operate(m, at, node, kind, arguments, callee.context, receiver)


def _is_function(given: tuple[ast.expr, Abstract] | None) -> bool:
    return given is not None and bool(given[1].functions)


def with_retry(m: Machine, at: At, node: ast.Call) -> Abstract:
    """The SDK's with_retry is called."""
    arguments = _arguments(m, at, node, ("context", "func", "config", "name"))
    shown, context = arguments.pop("context", (node, UNKNOWN))
    return _operate(m, at, node, Op.WITH_RETRY, arguments, context.context, trees.written(shown))


def _arguments(m: Machine, at: At, node: ast.Call, parameters: tuple[str, ...]) -> Given:
    found: Given = {}
    for number, each in enumerate(node.args):
        if isinstance(each, ast.Starred):
            expressions.ev(m, at, each.value)
            break
        if number < len(parameters):
            found[parameters[number]] = each, expressions.ev(m, at, each)
    for word in node.keywords:
        if word.arg in parameters:
            found[word.arg] = word.value, expressions.ev(m, at, word.value)
        elif word.arg is None:
            spread = expressions.ev(m, at, word.value)
            for name, value in (spread.entries or {}).items():
                found.setdefault(name, (word.value, value))
            if not spread.entries or not spread.known:
                found.setdefault("config", (word.value, UNKNOWN))
    return found


def _operate(
    m: Machine, at: At, node: ast.Call, kind: Op, arguments: Given, context: Context | None, receiver: str
) -> Abstract:
    config = config_of(at, arguments.get("config"))
    given = arguments.get("name")
    name = _value(at, given)
    names = [name] if name is not None and not name.null else []
    taken = bodies_of(m, at, arguments, kind, names)
    use_of = BatchUse()
    known = {
        "place": at.module.place(node),
        "kind": kind,
        "receiver": receiver,
        "foreign": context is not None
        and context is not at.context
        and at.ground is Ground.REPLAYED
        and at.body is not Body.HANDLER,
        "name": name,
        "target": _value(at, arguments.get("function_name")),
        "template": arguments["function_name"][1].template or "" if "function_name" in arguments else "",
        "duration": _value(at, arguments.get("duration")),
        "config": config,
        "functions": tuple(described(at, each, where, kind) for each, where in taken),
    }
    inner, returned = _run(m, at, node, kind, arguments, taken, config, names, context)
    m.record_operation(at, use_of, **known, names=tuple(names))
    at.collector.operations += inner.operations
    if kind in {Op.PARALLEL, Op.MAP}:
        return Abstract(batches=(use_of,))
    if kind is Op.WAIT_FOR_CALLBACK:
        return Abstract(callback=CallbackResult(config))
    if kind is Op.CREATE_CALLBACK:
        return Abstract(waits_for=CallbackResult(config))
    return _stored(returned) if kind in {Op.STEP, Op.CHILD, Op.WITH_RETRY} else UNKNOWN


def _stored(returned: Abstract) -> Abstract:
    """What an operation gives: the stored result, which no longer comes from a clock."""
    if returned.instance is not None or returned.functions or not returned.__dict__:
        return Abstract()
    return Abstract(kind=returned.kind, type_name=returned.type_name, order="set" if returned.order == "set" else "")


def _value(at: At, given: tuple[ast.expr, Abstract] | None) -> Value | None:
    return value_of(given[1], at.module.place(given[0])) if given is not None else None


def _run(
    m: Machine,
    at: At,
    node: ast.Call,
    kind: Op,
    arguments: Given,
    taken: list[tuple[Fn, ast.expr]],
    config: Config,
    names: list[Value],
    context: Context | None,
) -> tuple[Collector, Abstract]:
    """Walk the taken of an operation and the functions of its config."""
    total = Collector()
    counts: list[int] = []
    returned = UNKNOWN
    role = _ROLES.get(kind)
    for function, _ in taken if role is not None else ():
        problem = (
            function.decorator
            and function.decorator != "durable_execution"
            and not function.called
            and not function.this
        )
        if problem and at.recording:
            m.program.uncalled.append(
                Uncalled(place=at.module.place(node), problem="uncalled", name=function.name, **m.fact(at))
            )
        loops.late(m, at, function)
        if role is not None:
            returned, inner = bodies.run_body(
                m, at, function, role, _given(kind, function, arguments, config, context), config
            )
            total.take(inner)
            counts.append(inner.operations)
    if kind is Op.PARALLEL and "functions" in arguments:
        loops.lined_up(m, at, node, *arguments["functions"], counts, total)
    if kind is Op.MAP:
        _mapped(m, at, node, arguments, taken, total)
    given = arguments.get("config")
    if given is not None:
        _decide(m, at, given, names)
    return total, returned


def _given(kind: Op, function: Fn, arguments: Given, config: Config, context: Context | None) -> list[Abstract]:
    """What an operation hands its body."""
    own = Abstract(context=Context())
    if kind is Op.STEP:
        return [Abstract(context=Context(durable=False))]
    if kind is Op.WAIT_FOR_CALLBACK:
        return [Abstract(), Abstract(context=Context(durable=False))]
    if kind is Op.WAIT_FOR_CONDITION:
        return [Abstract(), Abstract(context=Context(durable=False))]
    if kind is Op.WITH_RETRY:
        wrap = config.options.get("wrap_with_run_in_child_context")
        return [own if wrap is None or wrap.constant is not False else Abstract(context=context), Abstract()]
    if kind is Op.MAP and not function.called:
        inputs = arguments["inputs"][1] if "inputs" in arguments else UNKNOWN
        return [own, loops.item_of(inputs).but(home=None), Abstract(), Abstract()]
    return [own]


def _mapped(
    m: Machine, at: At, node: ast.Call, arguments: Given, taken: list[tuple[Fn, ast.expr]], total: Collector
) -> None:
    """What a map makes of its items."""
    inputs = arguments.get("inputs")
    for function, where in taken:
        parameters = functions.positional(function.node)
        count = len(parameters) - len(function.arguments) - (1 if function.this is not None else 0)
        if count < 4 and function.node.args.vararg is None and not function.called and not function.keywords:
            use(m, at, where, ".map(parameters)")
    if inputs is None or not at.recording:
        return
    if inputs[1].order:
        m.program.iterations.append(Iteration(place=at.module.place(inputs[0]), order=inputs[1].order, **m.fact(at)))
    length = inputs[1].length
    inner = total.operations
    total.operations = (length or 0) * (1 + inner)
    if length is not None:
        m.program.loops.append(
            Loop(place=at.module.header(node), total=total.operations, nested=at.counted > 0, **m.fact(at))
        )


def _decide(m: Machine, at: At, given: tuple[ast.expr, Abstract], names: list[Value]) -> None:
    """Walk the functions of a config, which run at each replay; those of an item namer give names."""
    waiting = list((given[1].entries or {}).items())
    while waiting:
        option, value = waiting.pop()
        for function in value.functions if option in _DECISIONS else ():
            function_place = (
                function.module.place(function.node.body) if isinstance(function.node, ast.Lambda) else None
            )
            result, _ = bodies.run_body(m, at, function, Body.DECISION, [], Config())
            if option == "item_namer":
                place = function_place or _returned_at(function) or at.module.place(given[0])
                names.append(value_of(result, place))
        if value.entries:
            waiting.extend(value.entries.items())


def _returned_at(function: Fn) -> Place | None:
    returns = [
        each.value for each in ast.walk(function.node) if isinstance(each, ast.Return) and each.value is not None
    ]
    return function.module.place(returns[0]) if returns else None


def use(m: Machine, at: At, node: ast.expr, name: str) -> None:
    """Note a shape that the SDK has given up."""
    if at.recording:
        m.program.sdk_uses.append(SdkUse(place=at.module.place(node), name=name))
