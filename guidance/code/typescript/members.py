"""Members of literals, arrays and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.code.typescript.project import written
from guidance.code.typescript.scopes import Binding, annotation, key_of, parameters, resolve
from guidance.code.typescript.syntax import Node, arguments, bare, inside, outer
from guidance.code.typescript.typed import of_type
from guidance.code.typescript.values import NOTHING, ClassRef, Closure, Env, External, Instance, Literal, Mapped, Val

if TYPE_CHECKING:
    from guidance.code.typescript.evaluate import Evaluator

_STORES = frozenset(("push", "unshift", "add", "set"))
_MODIFIERS = frozenset(("accessibility_modifier", "override_modifier"))


def literal_member(evaluator: Evaluator, value: Literal, name: str) -> list[Val]:
    """A property of an object literal; the last one wins, spreads are looked into."""
    node = value.node
    if node.kind != "object":
        return []
    for kid in reversed(node.kids):
        kind = kid.kind
        if kind == "pair" and key_of(kid.get("key")) == name:
            held = kid.get("value")
            return evaluator.values(held, value.env) if held is not None else []
        if kind == "shorthand_property_identifier" and kid.text == name:
            return evaluator.values(kid, value.env)
        if kind == "method_definition" and key_of(kid.get("name")) == name:
            return [Closure(kid, Env({}, value.env, value))]
        if kind == "spread_element" and kid.kids:
            found = evaluator.members(evaluator.values(kid.kids[0], value.env), name)
            if found:
                return found
    return []


def array_elements(evaluator: Evaluator, value: Val, step: str | int = "*") -> list[Val]:
    """What the elements of an array are; those pushed to the variable that holds it too."""
    if isinstance(value, Mapped):
        return evaluator.calls.returned(value.callback, None, NOTHING)
    if not isinstance(value, Literal) or value.node.kind not in {"array", "new_expression"}:
        return []
    if isinstance(step, int):
        kids = value.node.kids
        return evaluator.values(kids[step], value.env) if step < len(kids) else []
    found: list[Val] = []
    given = value.node.kids if value.node.kind == "array" else ()
    for kid in given:
        if kid.kind == "spread_element":
            inner = evaluator.values(kid.kids[0], value.env) if kid.kids else []
            found.extend(each for part in inner for each in evaluator.elements(part))
        else:
            found.extend(evaluator.values(kid, value.env))
    for added in pushed(evaluator, value.node):
        found.extend(evaluator.values(added, value.env))
    return found


def pushed(evaluator: Evaluator, array: Node) -> list[Node]:
    """What is pushed to the variable that an array literal initialises, or stored in it by index."""
    binding = holder(array)
    if binding is None:
        return []
    found: list[Node] = []
    for use in evaluator.module(array).uses(binding):
        parent = use.parent
        if parent is None:
            continue
        if parent.kind == "member_expression" and parent.get("object") is use:
            name, call = parent.get("property"), parent.parent
            if name is not None and name.text in _STORES and call is not None and call.kind == "call_expression":
                found.extend(each for each in arguments(call) if each.kind != "spread_element")
        elif parent.kind == "subscript_expression" and parent.get("object") is use and written(parent) is not None:
            right = parent.parent.get("right") if parent.parent is not None else None
            if right is not None:
                found.append(right)
    return found


def holder(node: Node) -> Binding | None:
    """The variable that an expression initialises, or is assigned to."""
    at = outer(node)
    parent = at.parent
    if parent is None:
        return None
    if parent.kind == "variable_declarator" and parent.get("value") is at:
        name = parent.get("name")
        return resolve(name) if name is not None and name.kind == "identifier" else None
    if parent.kind == "assignment_expression" and parent.get("right") is at:
        left = parent.get("left")
        return resolve(left) if left is not None and left.kind == "identifier" else None
    return None


def class_member(evaluator: Evaluator, value: Instance | ClassRef, name: str, depth: int = 0) -> list[Val]:
    """A method or field of a class of the project, its own or inherited."""
    of = value if isinstance(value, ClassRef) else value.of
    body = of.node.get("body")
    if body is None or depth > 8:
        return []
    static = isinstance(value, ClassRef)
    env = Env({}, of.env, value)
    for kid in body.kids:
        if kid.kind in {"method_definition", "public_field_definition", "field_definition"}:
            key = kid.get("name") or kid.get("property")
            if key_of(key) != name or ("static" in kid.tokens) != static:
                continue
            if kid.kind == "method_definition":
                return [Closure(kid, env)]
            given = kid.get("value")
            if given is not None:
                return evaluator.values(given, env)
            typed = kid.get("type")
            break
    else:
        typed = None
    found = [] if static else _from_constructor(evaluator, value, of, name)
    if not found and typed is not None:
        found = of_type(evaluator.imports, typed)
    if not found:
        base = base_of(evaluator, of)
        if isinstance(base, ClassRef):
            found = class_member(evaluator, base if static else Instance(base, None, NOTHING), name, depth + 1)
    return found


def base_names(evaluator: Evaluator, of: ClassRef) -> list[str]:
    """Names of the classes that a class extends, the nearest first."""
    found: list[str] = []
    at: Val | None = of
    while isinstance(at, ClassRef) and len(found) < 8:
        at = base_of(evaluator, at)
        if isinstance(at, ClassRef):
            name = at.node.get("name")
            found.append(name.text if name is not None else "")
        elif isinstance(at, External):
            found.append(at.name)
    return found


def base_of(evaluator: Evaluator, of: ClassRef) -> Val | None:
    """The class that a class extends."""
    heritage = of.node.first("class_heritage")
    if heritage is None:
        return None
    clause = heritage.first("extends_clause")
    given = clause.get("value") if clause is not None else (heritage.kids[0] if heritage.kids else None)
    if given is None:
        return None
    found = evaluator.values(given, of.env)
    return found[0] if found else None


def constructor_of(node: Node) -> Node | None:
    """The constructor of a class."""
    body = node.get("body")
    for kid in body.kids if body is not None else ():
        if kid.kind == "method_definition" and key_of(kid.get("name")) == "constructor":
            return kid
    return None


def _from_constructor(evaluator: Evaluator, value: Instance | ClassRef, of: ClassRef, name: str) -> list[Val]:
    """A field that the constructor sets, or declares as a parameter."""
    constructor = constructor_of(of.node)
    if constructor is None:
        return []
    closure = Closure(constructor, Env({}, of.env, value))
    made = value.made if isinstance(value, Instance) else None
    given = arguments(made) if made is not None else ()
    env = evaluator.calls.bind(closure, given, value.env if isinstance(value, Instance) else NOTHING)
    for parameter in parameters(constructor):
        around = parameter.ident.parent
        if (
            parameter.name == name
            and around is not None
            and around.kind.endswith("_parameter")
            and _is_property(around)
        ):
            held = env.get(parameter)
            typed = annotation(parameter)
            return held if held is not None else of_type(evaluator.imports, typed) if typed is not None else []
    body = constructor.get("body")
    for node in inside(body, functions=False) if body is not None else ():
        if node.kind == "assignment_expression":
            left, right = node.get("left"), node.get("right")
            if left is not None and right is not None and left.text == f"this.{name}":
                return evaluator.values(bare(right), env)
    return []


def _is_property(parameter: Node) -> bool:
    return any(kid.kind in _MODIFIERS for kid in parameter.kids) or "readonly" in parameter.tokens
