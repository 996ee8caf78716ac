"""Where values come from: the calls behind an expression, its kind, its constant; and the options of configs."""

from __future__ import annotations

from types import MappingProxyType
from typing import TypedDict

from guidance.code.model import Body, Call, Change, Config, Function, Ground, Kind, Op, Place, Value
from guidance.code.typescript.bodies import name_of
from guidance.code.typescript.constants import Constants, external_name, is_nothing, returned_object, snake
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.kinds import Kinds
from guidance.code.typescript.project import written
from guidance.code.typescript.scopes import Binding, function_around, resolve
from guidance.code.typescript.state import Collected, OperationSite, State
from guidance.code.typescript.syntax import CLASSES, FUNCTIONS, Node, arguments, bare, inside
from guidance.code.typescript.values import NOTHING, Closure, Env, External, Literal, single

_MOST = 400
"""Nodes looked at for one value."""
_ASSIGNED = 20
_MOST_OF_BODY = 1_500
"""Nodes of a step's body that are looked through for names."""
_NAMES = frozenset(("identifier", "property_identifier", "shorthand_property_identifier"))
_SIMPLE = frozenset(("string", "number", "true", "false", "null", "undefined"))
_MAKING = frozenset(("call_expression", "new_expression"))
_NAMED = frozenset(("identifier", "shorthand_property_identifier"))


def place_of(node: Node) -> Place:
    """Where a node stands."""
    file, start, end = node.file, node.start, node.end
    line, column = file.position(start)
    end_line, end_column = (line, column + end - start) if file.is_one_line(line, end) else file.position(end)
    return Place(file.path, line, column, end_line, end_column)


class Where(TypedDict):
    """What all facts have."""

    ground: Ground
    body: Body
    via: str
    context: str


def where(state: State) -> Where:
    """What a fact says of the place it stands at."""
    return {"ground": state.ground, "body": state.body, "via": state.via, "context": state.named}


class Provenance:
    """Makes Values."""

    def __init__(self, evaluator: Evaluator, constants: Constants, found: Collected) -> None:
        self.evaluator = evaluator
        self.constants = constants
        self.kinds = Kinds(evaluator)
        self.calls: dict[int, Call] = {}
        """By identity of the call's node."""
        self.changes: dict[Binding, list[Change]] = {}
        self._operations = found.nodes

    def value(self, node: Node, env: Env, depth: int = 0) -> Value:
        """All that is known of an expression."""
        node = bare(node)
        if node.kind in _SIMPLE:
            plain = Kind.PLAIN if node.kind != "number" else self.kinds.of(node, env)[0]
            constant = self.constants.constant(node, env)
            return Value(place=place_of(node), constant=constant, kind=plain, null=node.kind in {"null", "undefined"})
        kind, type_name = self.kinds.of(node, env)
        calls, changes = self.sources(node, env)
        held = self.evaluator.values(node, env)
        return Value(
            place=place_of(node),
            constant=self.constants.constant(node, env),
            kind=kind,
            type_name=type_name,
            seconds=self.constants.seconds(node, env) if node.kind not in FUNCTIONS else None,
            null=is_nothing(node),
            calls=calls,
            changes=changes,
            name=external_name(held).removesuffix("()"),
            options=self._options(node, env, depth),
        )

    def _options(self, node: Node, env: Env, depth: int) -> MappingProxyType[str, Value]:
        if depth > 3:
            return MappingProxyType({})
        options = self.constants.options(node, env)
        if options is None:
            found = single(self.evaluator.values(node, env))
            if isinstance(found, External) and found.made is not None and arguments(found.made):
                options = self.constants.options(arguments(found.made)[0], found.env)
            elif isinstance(found, Closure):
                options = returned_object(found, self.constants)
        if options is None:
            return MappingProxyType({})
        return MappingProxyType(
            {snake(key): self.value(value, where, depth + 1) for key, (value, where) in options.given.items()}
        )

    def config(self, node: Node | None, env: Env) -> Config:
        """The config argument of an operation."""
        if node is None or is_nothing(node):
            return Config()
        options = self.constants.options(node, env)
        if options is None:
            return Config(given=True, known=False, place=place_of(bare(node)))
        given = {snake(key): self.value(value, where, 1) for key, (value, where) in options.given.items()}
        return Config(given=True, known=options.known, place=place_of(bare(node)), options=MappingProxyType(given))

    def sources(self, node: Node, env: Env) -> tuple[tuple[Call, ...], tuple[Change, ...]]:
        """The calls that a value comes from, and the changes of the module's variables that it reads."""
        calls: dict[int, Call] = {}
        changes: list[Change] = []
        seen: set[object] = set()
        waiting: list[tuple[Node, Env]] = [(node, env)]
        left = _MOST
        while waiting and left:
            left -= 1
            self.evaluator.project.spend()
            at, where = waiting.pop()
            kind = at.kind
            if id(at) in self._operations or kind in CLASSES:
                continue
            call = self.calls.get(id(at))
            if call is None and kind in _MAKING and function_around(at) is None:
                call = self._of_module(at)
            if call is not None:
                calls[id(at)] = call
            if kind in _NAMED:
                self._named(at, where, seen, waiting, changes)
            elif kind == "call_expression":
                self._call(at, where, seen, waiting)
            elif kind not in FUNCTIONS:
                waiting.extend((kid, where) for kid in at.kids)
        return tuple(calls.values()), tuple(changes)

    def _of_module(self, node: Node) -> Call | None:
        """A call at module scope, which no walk comes by: each sandbox runs it anew."""
        callee = node.get("function") or node.get("constructor")
        held = self.evaluator.values(callee, NOTHING) if callee is not None else []
        name = external_name(held)
        if callee is None or not name:
            return None
        given = arguments(node)
        constant = self.constants.is_constant_call(node, NOTHING)
        return Call(
            place=place_of(node), name=name, callee=place_of(callee), arguments=len(given), constant=constant,
            form="new" if node.kind == "new_expression" else "call",
        )  # fmt: skip

    def _named(
        self, node: Node, env: Env, seen: set[object], waiting: list[tuple[Node, Env]], changes: list[Change]
    ) -> None:
        binding = resolve(node)
        if binding is None or binding in seen:
            return
        seen.add(binding)
        changes.extend(self.changes.get(binding, ()))
        if binding.kind in {"const", "let", "var"} and (
            binding.scope.node.kind != "program" or binding.kind == "const"
        ):
            if binding.value is not None:
                waiting.append((binding.value, env))
            if binding.kind != "const":
                waiting.extend((right, env) for right in self._assigned(binding)[:_ASSIGNED])
            return
        for held in env.get(binding) or ():
            if isinstance(held, External) and held.made is not None:
                waiting.append((held.made, held.env))
            elif isinstance(held, Literal):
                waiting.append((held.node, held.env))

    def _assigned(self, binding: Binding) -> list[Node]:
        found = []
        for use in self.evaluator.module(binding.ident).uses(binding):
            target = written(use)
            right = target.get("right") if target is not None else None
            if right is not None:
                found.append(right)
        return found

    def _call(self, node: Node, env: Env, seen: set[object], waiting: list[tuple[Node, Env]]) -> None:
        callee = node.get("function")
        if callee is None:
            return
        for value in self.evaluator.values(callee, env):
            if isinstance(value, Closure) and ("returns", id(value.node)) not in seen:
                seen.add(("returns", id(value.node)))
                inner = self.evaluator.calls.bind(value, arguments(node), env)
                waiting.extend((each, inner) for each in self.evaluator.calls.returns(value.node))
        if bare(callee).kind == "member_expression":
            waiting.append((bare(callee), env))
        for argument in arguments(node):
            given = bare(argument)
            body = given.get("body") if given.kind in FUNCTIONS else None
            if body is not None and body.kind != "statement_block":
                waiting.append((body, env))
            elif body is None:
                waiting.append((given, env))

    def functions(self, site: OperationSite, found: list[Closure]) -> tuple[Function, ...]:
        """The bodies of an operation."""
        if not site.functions:
            return tuple(Function(place=place_of(each.node), name=name_of(each.node)) for each in found)
        node = bare(site.functions[0])
        closure = found[0].node if found else None
        name = name_of(closure) if closure is not None and closure is not node else ""
        if not name:
            name = self._result_name(closure) if closure is not None else _last_name(node)
        calls, given = self._inner_names(node, closure) if site.op is Op.STEP else (set(), set())
        return (Function(place=place_of(node), name=name, calls=frozenset(calls), arguments=frozenset(given)),)

    def _inner_names(self, node: Node, closure: Node | None) -> tuple[set[str], set[str]]:
        """Last names of what is called in a function, and the names in the arguments."""
        calls: set[str] = set()
        given: set[str] = set()
        waiting = [(each, False) for each in {id(each): each for each in (node, closure) if each is not None}.values()]
        left = _MOST_OF_BODY
        while waiting and left:
            left -= 1
            at, handed = waiting.pop()
            if at.kind == "call_expression":
                calls.add(_last_name(at))
            elif handed and at.kind in _NAMES:
                given.add(at.text)
            handed = handed or at.kind == "arguments"
            waiting.extend((kid, handed) for kid in at.kids)
        self.evaluator.project.spend((_MOST_OF_BODY - left) // 8)
        return calls, given

    def _result_name(self, function: Node) -> str:
        returned = self.evaluator.calls.returns(function)
        if returned:
            node = bare(returned[-1])
            while node.kind == "await_expression" and node.kids:
                node = bare(node.kids[0])
            if node.kind == "call_expression":
                return _last_name(node)
            if node.kind not in _NAMED:
                return ""
        body = function.get("body")
        if body is None or len(body.kids) > 3:
            return ""
        calls = [each for each in inside(body, functions=False) if each.kind == "call_expression"]
        names = [name for name in (_last_name(each) for each in calls) if name]
        awaited = [each for each in calls if each.parent is not None and each.parent.kind == "await_expression"]
        if len(names) == 1:
            return names[0]
        return _last_name(awaited[-1]) if len(awaited) == 1 else ""


def _last_name(node: Node) -> str:
    if node.kind in {"call_expression", "new_expression"}:
        node = bare(node.get("function") or node.get("constructor") or node)
    if node.kind == "member_expression":
        member = node.get("property")
        return member.text if member is not None else ""
    return node.text if node.kind == "identifier" else ""
