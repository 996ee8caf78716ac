"""Walks what the handlers reach, with what is known at each place; iteratively, so that depth is no matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from guidance.code.model import Ground
from guidance.code.typescript.blocks import Blocks
from guidance.code.typescript.bodies import Bodies
from guidance.code.typescript.callbacks import Callbacks
from guidance.code.typescript.changes import Changes
from guidance.code.typescript.constants import Constants
from guidance.code.typescript.counts import Counts
from guidance.code.typescript.evaluate import Evaluator
from guidance.code.typescript.operations import Reader
from guidance.code.typescript.promises import Promises
from guidance.code.typescript.readings import Reads
from guidance.code.typescript.state import CallSite, Collected, HelperSite, OperationSite, State
from guidance.code.typescript.syntax import CLASSES, FUNCTIONS, Node, arguments, bare
from guidance.code.typescript.throwing import may_throw
from guidance.code.typescript.values import (
    SDK,
    Closure,
    External,
    Instance,
    Method,
    Val,
)

_EMPTY = frozenset(
    (
        "identifier", "property_identifier", "shorthand_property_identifier", "string", "number", "comment",
        "true", "false", "null", "undefined", "this", "super", "regex", "type_annotation", "type_arguments",
        "type_parameters", "interface_declaration", "type_alias_declaration", "import_statement",
        "escape_sequence", "string_fragment", "break_statement", "continue_statement",
        "shorthand_property_identifier_pattern", "private_property_identifier", "optional_chain",
        "predefined_type", "enum_declaration", "type_identifier", "statement_identifier", "export_clause",
        "ambient_declaration", "decorator",
    )
)  # fmt: skip
_SKIPPED = _EMPTY | FUNCTIONS | CLASSES
_COMBINE = frozenset(("Promise.all", "Promise.allSettled", "Promise.any", "Promise.race"))
_DEEPEST = 40


class Walker:
    """Walks from handlers."""

    def __init__(self, evaluator: Evaluator, constants: Constants, reads: frozenset[str]) -> None:
        self.evaluator = evaluator
        self.constants = constants
        self.counts = Counts(constants)
        self.found = Collected()
        self.reader = Reader(evaluator, constants)
        self.promises = Promises(evaluator)
        self.bodies = Bodies(self)
        self.changes = Changes(self)
        self.callbacks = Callbacks(self)
        self.blocks = Blocks(self)
        self.reads = Reads(self, reads)
        self._stack: list[tuple[Node, State]] = []
        self._seen: set[object] = set()
        self._visit: dict[str, Callable[[Node, State], None]] = {
            "call_expression": self._call,
            "new_expression": self._new,
            "member_expression": self.reads.member,
            "subscript_expression": self.reads.subscript,
            "variable_declarator": self.reads.declarator,
            "assignment_expression": self._assignment,
            "augmented_assignment_expression": self._assignment,
            "update_expression": self._assignment,
            "unary_expression": self._unary,
            "for_statement": self.blocks.loop,
            "for_in_statement": self.blocks.loop,
            "while_statement": self.blocks.loop,
            "do_statement": self.blocks.loop,
            "try_statement": self.blocks.attempt,
            "throw_statement": self.blocks.throw,
            "template_string": self.descend,
        }

    def forget(self) -> None:
        """Drop what was found."""
        self.found = Collected()
        self._seen.clear()
        self.evaluator.forget()

    def handler(self, function: Closure, context: Val, position: int, *, fallback: bool = False) -> None:
        """Walk a handler, or a function on a context that no handler reaches."""
        self.found.handlers += 1
        self.bodies.root(function, context, position, is_handler=not fallback)
        self.run()

    def run(self) -> None:
        """Walk all that waits."""
        spend = self.evaluator.project.spend
        visit = self._visit
        while self._stack:
            node, state = self._stack.pop()
            spend()
            act = visit.get(node.kind)
            if act is not None:
                act(node, state)
            elif not (node.kind in FUNCTIONS or node.kind in CLASSES):
                self.descend(node, state)
            elif state.deciding and node.kind in FUNCTIONS:
                self.bodies.decision(Closure(node, state.env), state)

    def push(self, nodes: Iterable[Node | None], state: State) -> None:
        """Have these visited."""
        for node in nodes:
            if node is not None and node.live and (node.kind not in _SKIPPED or state.deciding):
                self._stack.append((node, state))

    def push_body(self, node: Node, state: State) -> None:
        """Have a function's body visited; it may be a mere expression."""
        self._stack.append((node, state))

    def once(self, key: object) -> bool:
        """Whether this is the first time."""
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def descend(self, node: Node, state: State) -> None:
        """Have all children visited."""
        self.push(reversed(node.kids), state)

    # calls

    def _call(self, node: Node, state: State) -> None:
        callee = node.get("function")
        if callee is None or callee.kind in {"super", "import"}:
            self.descend(node, state)
            return
        values = self.evaluator.values(callee, state.env)
        for value in values:
            if isinstance(value, Method) and value.op is not None:
                self.operation(self.reader.site(node, state, value), state)
                self._receiver(callee, state)
                return
        if any(isinstance(value, External) and value.name == f"{SDK}.withRetry" for value in values):
            self.operation(self.reader.retry(node, state), state)
            return
        self._receiver(callee, state)
        if any(isinstance(value, Method) for value in values):
            self._context_member(node, values, state)
            return
        followed = [value for value in values if isinstance(value, Closure)]
        if followed:
            for function in followed:
                self.follow(function, node, state)
            self.push(reversed(arguments(node)), state)
            return
        self._other_call(node, callee, values, state)

    def _receiver(self, callee: Node, state: State) -> None:
        callee = bare(callee)
        if callee.kind in {"member_expression", "subscript_expression"}:
            self.push([callee.get("object"), callee.get("index")], state)
        elif callee.kind in FUNCTIONS or callee.kind == "identifier":
            return
        else:
            self.push([callee], state)

    def _context_member(self, node: Node, values: list[Val], state: State) -> None:
        if any(isinstance(value, Method) and value.name == "configureSerdes" for value in values):
            options = self.constants.options(arguments(node)[0], state.env) if arguments(node) else None
            if options is None or "defaultCallbackDeserializer" in options.given:
                self.found.configured.add(node.file.path)
        self.push(reversed(arguments(node)), state)

    def operation(self, site: OperationSite | None, state: State) -> None:
        """Record an operation, and walk its arguments and bodies."""
        if site is None:
            return
        self.found.operations.append(site)
        self.found.nodes.add(id(site.node))
        if state.frame is not None:
            self.found.durable.add(state.frame)
        tries = state.tries
        while tries is not None:
            tries.operations = True
            tries = tries.outer
        if state.loop is not None:
            state.loop.own += 1
        self.bodies.enter(site, state)
        deciding = state.but(deciding=True)
        for argument in arguments(site.node):
            if argument is site.config:
                self.push([argument], deciding)
            elif argument not in site.functions or bare(argument).kind == "call_expression":
                self.push([argument], state)

    def follow(self, function: Closure, call: Node | None, state: State, given: tuple[Node, ...] | None = None) -> None:
        """Walk a function of the project that is called here."""
        if given is None:
            given = arguments(call) if call is not None else ()
        env = self.evaluator.calls.bind(function, given, state.env)
        held = tuple((binding.ident.start, *(each.key() for each in values)) for binding, values in env.values.items())
        key = (id(function.node), state.ground, state.body, _key(state.inner), _key(env.this), held)
        if call is not None:
            self.found.helpers.append(HelperSite(call, state, key, function))
        self.found.edges.setdefault(state.frame, set()).add(key)
        first = self.once((key, id(state.loop), id(state.entered[0])))
        if not first and state.tries is not None:
            self.found.waiting.append((state.tries, key))
        body = function.node.get("body")
        if not first or state.depth >= _DEEPEST or body is None:
            return
        self.found.functions.add(id(function.node))
        inner = self.bodies.helper(function, env, key, state)
        self.push_body(body, inner)
        if call is not None:
            self.push(defaults(function.node, len(given)), inner)

    def _other_call(self, node: Node, callee: Node, values: list[Val], state: State) -> None:
        callee = bare(callee)
        name = _name(values, callee)
        self.record(node, state, name, "call", values)
        self.changes.by_method(node, callee, values, state)
        if name in _COMBINE and state.ground is Ground.REPLAYED:
            self.found.combined.append((node, state, name))
        member = callee.get("property") if callee.kind == "member_expression" else None
        last = member.text if member is not None else ""
        inner = state
        given = arguments(node)
        if self.callbacks.is_each(last, given):
            inner = self.callbacks.each(node, callee, last, state)
        template = node.get("arguments")
        if template is not None and template.kind == "template_string":
            self.push([template], state)
        for argument in reversed(given):
            self.callbacks.argument(node, argument, name, last, state, inner)

    def _new(self, node: Node, state: State) -> None:
        callee = node.get("constructor")
        values = self.evaluator.values(callee, state.env) if callee is not None else []
        made = self.evaluator.values(node, state.env)
        instances = [each for each in made if isinstance(each, Instance)]
        for each in instances:
            self.callbacks.construct(each, node, state)
        if not instances and callee is not None:
            self.record(node, state, _name(values, bare(callee)), "new", values)
        for argument in reversed(arguments(node)):
            inner = bare(argument)
            if inner.kind in FUNCTIONS and not instances:
                self.callbacks.inline(node, Closure(inner, state.env), "", "", state)
            else:
                self.push([argument], state)

    def record(self, node: Node, state: State, name: str, form: str, values: list[Val]) -> None:
        """Record a call, a construction or a read."""
        origin = next((each for each in values if isinstance(each, External) and each.made is not None), None)
        self.found.calls.append(CallSite(node, state, name, form, origin))
        tries = state.tries
        while tries is not None and state.ground is Ground.REPLAYED:
            tries.unknown = tries.unknown or may_throw(name)
            tries = tries.outer

    def _assignment(self, node: Node, state: State) -> None:
        self.changes.by_assignment(node, state)
        self.descend(node, state)

    def _unary(self, node: Node, state: State) -> None:
        if "delete" in node.tokens:
            self.changes.by_assignment(node, state)
        self.descend(node, state)


def defaults(function: Node, given: int) -> list[Node]:
    """The default values of the parameters that a call does not give."""
    parameters = function.get("parameters")
    kids = [kid for kid in parameters.kids if kid.kind.endswith("_parameter")] if parameters is not None else []
    return [value for kid in kids[given:] if (value := kid.get("value")) is not None]


def _key(value: Val | None) -> object:
    return value.key() if value is not None else None


def _name(values: list[Val], callee: Node) -> str:
    for value in values:
        if isinstance(value, External):
            return value.name
    if callee.kind == "member_expression":
        member = callee.get("property")
        return f"?.{member.text}" if member is not None else "?"
    return "?"
