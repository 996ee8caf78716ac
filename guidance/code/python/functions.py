"""Functions of the project: how they are made, followed, and run as bodies of operations."""

from __future__ import annotations

import ast
from dataclasses import replace

from guidance.code.model import Kind
from guidance.code.python import bodies, expressions, statements
from guidance.code.python.abstract import PLAIN, UNKNOWN, Abstract, Context, Fn, Frame, FunctionNode, join
from guidance.code.python.machine import CALLS_DEEP, STEPS_A_BODY, VARIANTS, At, Collector, Machine
from guidance.code.python.modules import sdk_name
from guidance.code.python.trees import children, within


def make(m: Machine, at: At, node: FunctionNode) -> Fn:
    """A function where it is defined."""
    frame = at.frame if at.frame.body_id != -1 or at.frame.parent is not None else None
    if isinstance(node, ast.Lambda):
        name = ""
    else:
        name = node.name
        expressions.all_of(m, at, [*node.args.defaults, *node.args.kw_defaults])
    function = Fn(node, at.module, frame, name)
    if at.frame.loop_variables:
        function.late = _late(at.frame, node)
    return function


def _late(frame: Frame, node: FunctionNode) -> tuple[tuple[str, int], ...]:
    """Variables of running loops that the function reads when it runs."""
    own = {argument.arg for argument in _all_arguments(node.args)}
    used: dict[str, tuple[int, int]] = {}
    body = node.body if isinstance(node.body, list) else [node.body]
    for each in (inner for part in body for inner in within(part)):
        if isinstance(each, ast.arguments):
            own.update(argument.arg for argument in _all_arguments(each))
        elif isinstance(each, ast.Name):
            if not isinstance(each.ctx, ast.Load):
                own.add(each.id)
            elif each.id in frame.loop_variables:
                used[each.id] = min(used.get(each.id, (each.lineno, each.col_offset)), (each.lineno, each.col_offset))
    names = [name for name in sorted(used, key=lambda name: used[name]) if name not in own]
    return tuple((name, frame.loop_variables[name]) for name in names)


def _all_arguments(arguments: ast.arguments) -> list[ast.arg]:
    rest = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]


def positional(node: FunctionNode) -> list[ast.arg]:
    """The parameters that arguments without a keyword go to."""
    return [*node.args.posonlyargs, *node.args.args]


def with_this(function: Fn, this: Abstract) -> Fn:
    """A method, bound to its object."""
    return replace(function, this=this) if function.this is None else function


def partial(function: Fn, arguments: list[Abstract], keywords: dict[str, Abstract]) -> Fn:
    """A function with arguments given beforehand."""
    return replace(
        function,
        arguments=(*function.arguments, *arguments),
        keywords={**function.keywords, **keywords},
        early=not function.decorator,
        late=(),
    )


def annotated(m: Machine, at: At, node: ast.expr | None) -> Abstract | None:
    """What an annotation says of a value: a context, or an instance of a class."""
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        m.steps += 5
        try:
            node = ast.parse(node.value[:200], mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return annotated(m, at, node.left) or annotated(m, at, node.right)
    if isinstance(node, ast.Subscript):
        last = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        inner = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
        return annotated(m, at, inner) if last in {"Optional", "Annotated", "Union"} else None
    return _typed(expressions.peek(m, at, node)) if isinstance(node, ast.Name | ast.Attribute) else None


def _typed(found: Abstract) -> Abstract | None:
    """A value of a type."""
    name = sdk_name(found.name)
    if name == "DurableContext":
        return Abstract(context=Context())
    if name in {"StepContext", "WaitForCallbackContext", "WaitForConditionCheckContext"}:
        return Abstract(context=Context(durable=False))
    if found.cls is not None:
        return Abstract(instance=found.cls, attributes={}, type_name=found.cls.name)
    return Abstract(name=f"{found.name}()") if found.name.startswith(("datetime.", "pathlib.", "random.")) else None


def bind(
    m: Machine, at: At, function: Fn, arguments: list[Abstract], keywords: dict[str, Abstract], frame: Frame
) -> None:
    """Give a function's parameters what is known of them."""
    node = function.node
    given = [*([function.this] if function.this is not None else []), *arguments]
    parameters = positional(node)
    defaults = _defaults(node.args) if node.args.defaults or node.args.kw_defaults else {}
    inside = At(frame, at.ground, at.body, at.context, recording=False)
    for number, parameter in enumerate((*parameters, *node.args.kwonlyargs)):
        name = parameter.arg
        if number < len(parameters) and number < len(given):
            value = given[number]
            value = value if number == 0 and function.this is not None else _fresh(value)
        elif name in keywords:
            value = _fresh(keywords[name])
        elif name in defaults:
            value = _default(m, inside, defaults[name])
        else:
            value = Abstract()
        if not (value.context or value.functions or value.instance) and parameter.annotation is not None:
            known = annotated(m, inside, parameter.annotation)
            if known is not None and known.context is not None and known.context.durable and at.context is not None:
                known = Abstract(context=at.context)
            value = known.but(**value.__dict__) if known is not None else value
        frame.variables[name] = value
    for rest in (node.args.vararg, node.args.kwarg):
        if rest is not None:
            frame.variables[rest.arg] = Abstract(items=given[len(parameters) :] or None)


def _defaults(arguments: ast.arguments) -> dict[str, ast.expr]:
    parameters = [*arguments.posonlyargs, *arguments.args]
    found = dict(zip([each.arg for each in reversed(parameters)], reversed(arguments.defaults), strict=False))
    only = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return found | {each.arg: value for each, value in only if value is not None}


def _default(m: Machine, at: At, node: ast.expr) -> Abstract:
    """A default; `lambda ctx, i=i:` names a variable of the function around."""
    outer = replace(at, frame=at.frame.parent) if at.frame.parent is not None else at
    return expressions.peek(m, outer, node)


def _fresh(value: Abstract) -> Abstract:
    """What a parameter is: passing a thing on is no fault of the function's."""
    return value.but(home=None, root="") if value.home is not None else value


def _signature(at: At, value: Abstract) -> object:
    known = value.__dict__
    if not known:
        return 0
    context = (value.context is at.context, value.context.durable) if value.context is not None else None
    return (
        context,
        value.operation,
        value.constant,
        value.default,
        value.template,
        value.kind,
        value.name,
        tuple(id(each.node) for each in value.functions),
        value.calls,
        value.changes,
        value.settings,
        tuple(id(each) for each in value.batches),
        id(value.callback) if value.callback else 0,
        id(value.entries) if value.entries is not None else 0,
        id(value.instance) if value.instance else 0,
        value.order,
        value.length,
    )


def key(at: At, function: Fn, arguments: list[Abstract], keywords: dict[str, Abstract], extra: object) -> object:
    """What tells one walk of a function from another."""
    nested = function.frame is not None
    return (
        id(function.node),
        id(function.frame) if nested else 0,
        at.frame.body_id if nested or function.this is not None else at.body,
        at.ground,
        at.loops if nested else (),
        tuple(_signature(at, each) for each in arguments),
        tuple((name, _signature(at, each)) for name, each in keywords.items()),
        _signature(at, function.this) if function.this is not None else 0,
        extra,
    )


def follow(
    m: Machine, at: At, function: Fn, arguments: list[Abstract], keywords: dict[str, Abstract], node: ast.expr | None
) -> Abstract:
    """Walk a helper that is called; gives what it returns."""
    del node
    arguments = [*function.arguments, *arguments]
    keywords = {**function.keywords, **keywords}
    m.walked.add(id(function.node))
    identity = key(at, function, arguments, keywords, "")
    held = m.memo.get(identity)
    if held is None:
        held = _walk(m, at, function, arguments, keywords, identity)
    at.collector.take(held[1])
    return held[0]


def _walk(
    m: Machine, at: At, function: Fn, arguments: list[Abstract], keywords: dict[str, Abstract], key: object
) -> tuple[Abstract, Collector, object]:
    identity = id(function.node)
    running = (identity, at.ground)
    variants = m.variants.get(identity, 0)
    if running in m.active or at.depth >= CALLS_DEEP or variants >= VARIANTS or m.spent:
        return UNKNOWN, Collector(), None
    m.variants[identity] = variants + 1
    m.active.add(running)
    m.steps += STEPS_A_BODY
    frame = m.frame(function.module, function.frame, body_id=at.frame.body_id)
    bind(m, at, function, arguments, keywords, frame)
    via = function.name or at.via
    inside = At(
        frame,
        at.ground,
        at.body,
        at.context,
        _context_name(at, frame, function),
        via,
        at.depth + 1,
        at.loops,
        at.counted,
        recording=at.recording,
    )
    run(m, inside, function.node)
    m.active.discard(running)
    held = returned(function.node, frame), inside.collector, (function, arguments, keywords)
    m.memo[key] = held
    return held


def _context_name(at: At, frame: Frame, function: Fn) -> str:
    """The variable that holds the innermost context within a helper."""
    for name, value in frame.variables.items():
        if value.context is not None and (value.context is at.context or not value.context.durable):
            return name
    return at.context_name if function.frame is not None and function.frame.holder(at.context_name) is not None else ""


def run(m: Machine, at: At, node: FunctionNode) -> None:
    """Walk a function's body."""
    if isinstance(node, ast.Lambda):
        found = expressions.ev(m, at, node.body)
        at.frame.returned.append(found)
        bodies.result(m, at, node.body, found)
    else:
        statements.execute(m, at, node.body)


def returned(node: FunctionNode, frame: Frame) -> Abstract:
    """What a function that was walked returns."""
    if frame.module.yields and not isinstance(node, ast.Lambda) and _yields(node):
        return Abstract(kind=Kind.GENERATOR)
    if not frame.returned:
        return PLAIN
    found = frame.returned[0]
    for each in frame.returned[1:]:
        found = join(found, each)
    return _fresh(found)


def _yields(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(children(each))
    return False
