"""Works out what expressions denote, through variables, members, imports, factories and arrays of functions."""

from __future__ import annotations

from collections.abc import Callable

from guidance.code.typescript.calls import Calls
from guidance.code.typescript.imports import Imports
from guidance.code.typescript.members import array_elements, class_member, literal_member
from guidance.code.typescript.project import Module, Project
from guidance.code.typescript.scopes import Binding, Step, annotation, resolve
from guidance.code.typescript.syntax import CLASSES, FUNCTIONS, WRAPPERS, Node, bare, literal
from guidance.code.typescript.typed import of_type
from guidance.code.typescript.values import (
    ClassRef,
    Closure,
    Context,
    Env,
    External,
    Instance,
    Literal,
    Method,
    Space,
    Val,
    member_of_context,
    member_of_method,
)

_DEEPEST = 40
_MOST = 24
"""Things that one expression may denote; beyond, it is not known."""
_LITERALS = frozenset(
    (
        "object",
        "array",
        "string",
        "template_string",
        "number",
        "true",
        "false",
        "null",
        "undefined",
        "unary_expression",
        "regex",
    )
)
_ARITHMETIC = frozenset(("+", "-", "*", "/", "%", "**"))
_CHOICES = frozenset(("??", "||", "&&"))
_GLOBAL_OBJECTS = frozenset(("globalThis", "window", "global", "self"))


class Evaluator:
    """Answers what expressions denote."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.imports = Imports(self)
        self.calls = Calls(self)
        self._depth = 0
        self._busy: set[tuple[Node, Env]] = set()
        self._kinds: dict[str, Callable[[Node, Env], list[Val]]] = {
            "identifier": self._identifier,
            "shorthand_property_identifier": self._identifier,
            "member_expression": self._member,
            "subscript_expression": self._member,
            "call_expression": self.calls.call,
            "new_expression": self.calls.new,
            "await_expression": self._last,
            "assignment_expression": self._last,
            "augmented_assignment_expression": self._last,
            "sequence_expression": self._last,
            "ternary_expression": self._either,
            "binary_expression": self._binary,
            "this": self._this,
            **dict.fromkeys(CLASSES, self._class),
        }
        self._nesting = 0
        self._cut = False
        """Whether the answer at hand is a part of the truth: a circle, or a depth, was cut off."""
        self._known: dict[tuple[Node, Env], list[Val]] = {}

    def forget(self) -> None:
        """Drop all that was worked out, and the trees with it."""
        self._known.clear()
        self.calls.forget()
        for module in self.project.modules.values():
            module.forget()
        self.project.modules.clear()

    def module(self, node: Node) -> Module:
        """The module a node stands in."""
        return self.project.modules[node.file.path]

    def values(self, node: Node, env: Env) -> list[Val]:
        """All that an expression may denote; nothing when that is not known."""
        kind = node.kind
        if kind in WRAPPERS:
            node = bare(node)
            kind = node.kind
        if kind in FUNCTIONS:
            return [Closure(node, env)]
        if kind in _LITERALS:
            return [Literal(node, env)]
        act = self._kinds.get(kind)
        if act is None:
            return []
        key = (node, env)
        known = self._known.get(key)
        if known is not None:
            return known
        if self._depth > _DEEPEST or key in self._busy:
            self._cut = True
            return []
        self.project.spend(4)
        before, self._cut = self._cut, False
        self._depth += 1
        self._busy.add(key)
        try:
            found = act(node, env)
        finally:
            self._depth -= 1
            self._busy.discard(key)
        if len(found) > _MOST:
            found = []
        if not self._cut:
            self._known[key] = found
        self._cut = self._cut or before
        return found

    def _either(self, node: Node, env: Env) -> list[Val]:
        sides = [node.get("consequence"), node.get("alternative")]
        return [value for side in sides if side is not None for value in self.values(side, env)]

    def _binary(self, node: Node, env: Env) -> list[Val]:
        if _ARITHMETIC.intersection(node.tokens):
            return [Literal(node, env)]
        if not _CHOICES.intersection(node.tokens):
            return []
        return [value for side in node.kids for value in self.values(side, env)]

    def _last(self, node: Node, env: Env) -> list[Val]:
        """Of an assignment, a sequence, an await."""
        return self.values(node.kids[-1], env) if node.kids else []

    @staticmethod
    def _this(node: Node, env: Env) -> list[Val]:
        del node
        return [env.this] if env.this is not None else []

    @staticmethod
    def _class(node: Node, env: Env) -> list[Val]:
        return [ClassRef(node, env)]

    # names

    def _identifier(self, node: Node, env: Env) -> list[Val]:
        binding = resolve(node)
        if binding is None:
            name = node.text
            return [External("globalThis" if name in _GLOBAL_OBJECTS else name)]
        return self.of_binding(binding, env)

    def of_binding(self, binding: Binding, env: Env) -> list[Val]:
        """What a name denotes."""
        held = env.get(binding)
        if held is not None:
            return held
        kind, value = binding.kind, binding.value
        if kind == "import":
            return self.imports.imported(binding)
        if kind == "function" and value is not None:
            return [Closure(value, env)]
        if kind == "class" and value is not None:
            return [ClassRef(value, env)]
        typed = self._typed(binding)
        if typed:
            return typed
        if kind in {"const", "let", "var"}:
            return self._variable(binding, env)
        return []

    def _variable(self, binding: Binding, env: Env) -> list[Val]:
        sources = [binding.value]
        if binding.kind != "const":
            assigned = self.module(binding.ident).assigned(binding)
            if len(assigned) > _MOST or None in assigned:
                return []
            sources.extend(assigned)
        found: list[Val] = []
        for source in sources:
            if source is not None and source.kind not in {"null", "undefined"}:
                found.extend(self.along(self.values(source, env), binding.path))
        return found

    def _typed(self, binding: Binding) -> list[Val]:
        """By the type annotation of a parameter, property or variable."""
        given = annotation(binding)
        if given is None or binding.path:
            return []
        return of_type(self.imports, given)

    # members

    def _member(self, node: Node, env: Env) -> list[Val]:
        receiver = node.get("object")
        if receiver is None:
            return []
        if node.kind == "member_expression":
            name = node.get("property")
            return self.members(self.values(receiver, env), name.text) if name is not None else []
        held = self.values(receiver, env)
        key = self._key(node.get("index"), env)
        if key is not None:
            return self.members(held, key)
        # `context[operation]`: one of its operations, who knows which
        unclear: list[Val] = [Method(each, "?") for each in held if isinstance(each, Context)]
        return unclear or self.along(held, ("*",))

    def _key(self, index: Node | None, env: Env) -> str | None:
        """A property's name within brackets, when it is constant."""
        if index is None:
            return None
        if index.kind == "identifier":
            held = self.values(index, env)
            return literal(held[0].node) if len(held) == 1 and isinstance(held[0], Literal) else None
        return literal(index)

    def members(self, values: list[Val], name: str) -> list[Val]:
        """What a member of these is."""
        if self._nesting > _DEEPEST:
            return []
        self.project.spend()
        self._nesting += 1
        try:
            return [found for value in values for found in self._member_of(value, name)]
        finally:
            self._nesting -= 1

    def elements(self, value: Val, step: str | int = "*") -> list[Val]:
        """What the elements of an array are."""
        if self._nesting > _DEEPEST:
            return []
        self.project.spend(10)
        self._nesting += 1
        try:
            return array_elements(self, value, step)
        finally:
            self._nesting -= 1

    def _member_of(self, value: Val, name: str) -> list[Val]:
        if isinstance(value, External):
            return [_external_member(value, name)]
        if isinstance(value, Context):
            return [member_of_context(value, name)]
        if isinstance(value, Method):
            return [member_of_method(value, name)]
        if isinstance(value, Space):
            return self.imports.exported(self.project.modules[value.path], name)
        if isinstance(value, Literal):
            return literal_member(self, value, name)
        if isinstance(value, Instance | ClassRef):
            return class_member(self, value, name)
        return []

    def along(self, values: list[Val], path: tuple[Step, ...]) -> list[Val]:
        """What is at the end of a destructuring path."""
        for step in path:
            if not values:
                return []
            if step == "*" or isinstance(step, int):
                values = [each for value in values for each in self.elements(value, step)]
            elif step in {"...", "?"}:
                return []
            else:
                values = self.members(values, step)
        return values


def _external_member(value: External, name: str) -> External:
    if value.name == "globalThis":
        return External("globalThis" if name in _GLOBAL_OBJECTS else name)
    if name == "default":
        return value
    if name in {"call", "apply"}:
        return value
    return External(f"{value.name}.{name}", value.made, value.env)
