"""Finds durable handlers, and the functions on a durable context that no handler reaches."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.project import Module
from guidance.code.typescript.scopes import parameters, resolve
from guidance.code.typescript.syntax import CLASSES, FUNCTIONS, Node, arguments, bare, inside, outer
from guidance.code.typescript.values import (
    NOTHING,
    SDK,
    ClassRef,
    Closure,
    Context,
    Env,
    External,
    Instance,
    Method,
    Val,
)

WRAPPER = "withDurableExecution"
_FULL = f"{SDK}.{WRAPPER}"


def handlers(evaluator: Evaluator, module: Module) -> Iterator[Closure]:
    """The functions that are given to `withDurableExecution`."""
    seen: set[int] = set()
    for call in _wrapped(evaluator, module):
        for function in _functions(evaluator, call):
            if id(function.node) not in seen:
                seen.add(id(function.node))
                yield function


def _functions(evaluator: Evaluator, call: Node) -> Iterator[Closure]:
    given = arguments(call)
    if not given:
        return
    env = _env_of(call)
    found = [each for each in evaluator.values(given[0], env) if isinstance(each, Closure)]
    if not found and bare(given[0]).kind == "call_expression":
        # a decorator between: withDurableExecution(middy(handler)), withDurableExecution(trace("x", handler))
        for inner in arguments(bare(given[0])):
            found.extend(each for each in evaluator.values(inner, env) if isinstance(each, Closure))
    for function in found:
        if function.node.kind != "call_expression":
            yield function


def _env_of(call: Node) -> Env:
    """In a class, `this` is one of its objects."""
    at = call.parent
    while at is not None:
        if at.kind in CLASSES:
            return Env({}, NOTHING, Instance(ClassRef(at, NOTHING), None, NOTHING))
        at = at.parent
    return NOTHING


def _wrapped(evaluator: Evaluator, module: Module) -> Iterator[Node]:
    """The calls of the wrapper under all its names, and of functions that hand it their parameter."""
    names, waiting = {WRAPPER}, [WRAPPER]
    while waiting:
        for node in module.named(waiting.pop()):
            alias = _alias(node)
            if alias is not None and alias not in names:
                names.add(alias)
                waiting.append(alias)
            call = _called(node)
            if call is None or not _is_wrapper(evaluator, call):
                continue
            yield call
            own = _own_wrapper(call)
            if own is not None and own not in names:
                names.add(own)
                waiting.append(own)


def _alias(node: Node) -> str | None:
    parent = node.parent
    if parent is None:
        return None
    if parent.kind == "import_specifier":
        alias = parent.get("alias")
        return alias.text if alias is not None else None
    if parent.kind == "pair_pattern":
        value = parent.get("value")
        return value.text if value is not None and value.kind == "identifier" else None
    at = outer(parent if parent.kind == "member_expression" else node)
    holder = at.parent
    if holder is not None and holder.kind == "variable_declarator" and holder.get("value") is at:
        name = holder.get("name")
        return name.text if name is not None and name.kind == "identifier" else None
    return None


def _called(node: Node) -> Node | None:
    at = outer(node)
    if at.parent is not None and at.parent.kind == "member_expression" and at.field == "property":
        at = outer(at.parent)
    parent = at.parent
    return parent if parent is not None and parent.kind == "call_expression" and parent.get("function") is at else None


def _is_wrapper(evaluator: Evaluator, call: Node) -> bool:
    callee = call.get("function")
    if callee is None:
        return False
    for value in evaluator.values(callee, NOTHING):
        if isinstance(value, External) and (value.name == _FULL or _is_unresolved(value)):
            return True
        if isinstance(value, Closure):
            return any(
                isinstance(each, External) and each.name.startswith(_FULL)
                for each in evaluator.calls.returned(value, None, NOTHING)
            )
    return False


def _is_unresolved(value: External) -> bool:
    # a snippet without its imports, or a module that re-exports the SDK and is not at hand
    return value.name == WRAPPER or (value.name.startswith((".", "@/", "~/")) and value.name.endswith(f".{WRAPPER}"))


def _own_wrapper(call: Node) -> str | None:
    """The name of the function of the project that hands its parameter to the wrapper."""
    given = arguments(call)
    first = bare(given[0]) if given else None
    binding = resolve(first) if first is not None and first.kind == "identifier" else None
    if binding is None or binding.kind != "param":
        return None
    function = binding.scope.node
    name = function.get("name")
    if name is None and function.parent is not None and function.parent.kind == "variable_declarator":
        name = function.parent.get("name")
    return name.text if name is not None else None


def on_context(evaluator: Evaluator, module: Module, walked: set[int]) -> Iterator[tuple[Closure, Val, int]]:
    """Functions with a parameter of the type DurableContext that nothing has reached, with the parameter's position."""
    names = ["DurableContext", *(_alias(node) for node in module.named("DurableContext"))]
    nodes = [node for name in dict.fromkeys(names) if name for node in module.named(name)]
    classes: dict[int, Node] = {}
    for node in sorted(nodes, key=lambda each: each.start):
        if node.kind not in {"type_identifier", "identifier"}:
            continue
        function = _function_of(node)
        if function is None or _is_in_walked(function, walked):
            continue
        for parameter in parameters(function):
            typed = parameter.ident.parent
            if typed is None or not typed.start <= node.start < typed.end or parameter.path:
                continue
            held = evaluator.of_binding(parameter, NOTHING)
            if any(isinstance(each, Context) and each.durable for each in held):
                yield Closure(function, NOTHING), Context(function, parameter.name), parameter.position
                around = function.parent.parent if function.parent is not None else None
                if around is not None and around.kind in CLASSES:
                    classes[id(around)] = around
    for each in classes.values():
        for method in _on_field(evaluator, each):
            if not _is_in_walked(method.node, walked):
                yield method, Context(None), -1


def _on_field(evaluator: Evaluator, of: Node) -> list[Closure]:
    """The methods of a class that make operations on a context that it keeps; those that others may call come first."""
    env = Env({}, NOTHING, Instance(ClassRef(of, NOTHING), None, NOTHING))
    body = of.get("body")
    called = {
        kid: [value for callee in _own_callees(kid) for value in evaluator.values(callee, env)]
        for kid in (body.kids if body is not None else ())
        if kid.kind == "method_definition" and "static" not in kid.tokens
    }
    found: set[Node] = set()
    count = -1
    while count < len(found):
        count = len(found)
        found.update(kid for kid, held in called.items() if any(_is_operation(each, found) for each in held))
    return [Closure(kid, env) for kid in sorted(found, key=lambda each: (_is_private(each), each.start))]


def _own_callees(method: Node) -> Iterator[Node]:
    for node in inside(method):
        callee = node.get("function") if node.kind == "call_expression" else None
        if callee is not None and callee.text.startswith("this."):
            yield callee


def _is_operation(value: Val, methods: set[Node]) -> bool:
    return (isinstance(value, Method) and value.op is not None) or (
        isinstance(value, Closure) and value.node in methods
    )


def _is_private(method: Node) -> bool:
    return method.text.startswith(("private ", "protected ", "#", "async #"))


def _function_of(node: Node) -> Node | None:
    at, parent = node, node.parent
    while parent is not None and parent.kind not in FUNCTIONS:
        if parent.kind in {"statement_block", "program", "class_body"}:
            return None
        at, parent = parent, parent.parent
    return parent if at.kind == "formal_parameters" else None


def _is_in_walked(function: Node, walked: set[int]) -> bool:
    at: Node | None = function
    while at is not None:
        if id(at) in walked:
            return True
        at = at.parent
    return False
