"""The files of a project as modules: where a specifier leads, what a module exports, where a name is used."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterator

from guidance.code.model import Loader
from guidance.code.typescript.scopes import Binding, Scope, key_of, resolve, scope_of
from guidance.code.typescript.syntax import Node, bare, literal
from guidance.code.typescript.tree import Tree, UnreadableError

_ENDINGS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_WRITTEN_AS = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_NAMED = frozenset(("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"))
_WRITES = frozenset(("assignment_expression", "augmented_assignment_expression", "update_expression"))


class Exported:
    """What a module exports under a name: an expression or declaration of it, or something of another module."""

    __slots__ = ("module", "name", "node", "source")

    def __init__(self, module: Module, node: Node | None, source: str = "", name: str = "") -> None:
        self.module = module
        self.node = node
        self.source = source
        self.name = name
        """In the source; "" for all of it."""


class Module:
    """One file."""

    def __init__(self, tree: Tree, project: Project) -> None:
        self.tree = tree
        self.root = tree.root
        self.path = tree.path
        self.project = project
        self._uses: dict[Binding, list[Node]] = {}
        self._assigned: dict[Binding, list[Node | None]] = {}
        self._exports: dict[str, Exported] | None = None
        self._stars: list[str] = []

    def forget(self) -> None:
        """Drop what was worked out, and the tree."""
        self._uses.clear()
        self._assigned.clear()
        self._exports = None
        self.tree.release()

    def named(self, name: str, area: Node | None = None) -> list[Node]:
        """The identifiers, keys and texts of strings that are this; in order."""
        found = self.tree.names.get(name, [])
        if area is None or area is self.root:
            return found
        self.project.spend(2)
        low = bisect_left(found, area.start, key=_start)
        return found[low : bisect_left(found, area.end, key=_start)]

    def uses(self, binding: Binding) -> list[Node]:
        """Where a binding's name is read or written, beside its declaration; in order."""
        found = self._uses.get(binding)
        if found is None:
            there = self.named(binding.name, binding.scope.node)
            self.project.spend(len(there) // 2)
            found = [
                node for node in there if node.kind in _NAMED and node is not binding.ident and resolve(node) is binding
            ]
            self._uses[binding] = found
        return found

    def assigned(self, binding: Binding) -> list[Node | None]:
        """What is assigned to a variable after its declaration; None for what is no plain assignment."""
        known = self._assigned.get(binding)
        if known is not None:
            return known
        found: list[Node | None] = []
        for node in self.uses(binding):
            target = written(node)
            if target is None:
                continue
            plain = target.kind == "assignment_expression" and target.get("left") is node
            found.append(target.get("right") if plain else None)
        self._assigned[binding] = found
        return found

    def export(self, name: str, seen: frozenset[str] = frozenset()) -> Exported | None:
        """What the module exports under this name."""
        if self._exports is None:
            self._exports = {}
            self._read_exports()
        found = self._exports.get(name)
        if found is not None or name == "default":
            return found
        for source in self._stars:
            other = self.project.find(source, self)
            if other is not None and other.path not in seen:
                found = other.export(name, seen | {self.path})
                if found is not None:
                    return found
        return None

    def _put(self, name: str, node: Node | None, source: str = "", origin: str = "") -> None:
        assert self._exports is not None  # noqa: S101 - set by the only caller's caller
        self._exports.setdefault(name, Exported(self, node, source, origin))

    def _read_exports(self) -> None:
        for statement in self.root.kids:
            if statement.kind == "export_statement":
                self._esm(statement)
            elif statement.kind == "expression_statement" and statement.kids:
                self._commonjs(statement.kids[0])

    def _esm(self, statement: Node) -> None:
        source = statement.get("source")
        specifier = (literal(source) or "") if source is not None else ""
        for kid in statement.kids:
            if kid.kind == "export_clause":
                for each in kid.kids:
                    name, alias = each.get("name"), each.get("alias")
                    if name is not None:
                        self._put((alias or name).text, None if specifier else name, specifier, name.text)
            elif kid.kind == "namespace_export" and kid.kids:
                self._put(kid.kids[0].text, None, specifier)
            elif kid.field == "declaration":
                self._declaration(kid, default="default" in statement.tokens)
            elif kid.field == "value" or (kid.field is None and "=" in statement.tokens):
                self._put("default", kid)
        if source is not None and "*" in statement.tokens:
            self._stars.append(specifier)

    def _declaration(self, node: Node, *, default: bool) -> None:
        scope = scope_of(self.root)
        if default:
            self._put("default", node)
        elif node.kind in {"lexical_declaration", "variable_declaration"}:
            names = _module_names(scope)
            for name, binding in names.items():
                if node.start <= binding.ident.start < node.end:
                    self._put(name, binding.ident)
        elif (name_node := node.get("name")) is not None:
            self._put(name_node.text, name_node)

    def _commonjs(self, node: Node) -> None:
        if node.kind != "assignment_expression":
            return
        left, right = node.get("left"), node.get("right")
        if left is None or right is None or left.kind != "member_expression":
            return
        if right.kind == "assignment_expression":  # module.exports = exports.handler = ...
            self._commonjs(right)
        target = left.text.replace("?", "")
        value = bare(right)
        if target == "module.exports":
            self._put("default", value)
            if value.kind == "object":
                self._members(value)
        elif target.startswith(("module.exports.", "exports.")):
            self._put(target.rpartition(".")[2], value)

    def _members(self, value: Node) -> None:
        for kid in value.kids:
            if kid.kind == "pair":
                name = key_of(kid.get("key"))
                if name:
                    self._put(name, kid.get("value"))
            elif kid.kind == "shorthand_property_identifier":
                self._put(kid.text, kid)
            elif kid.kind == "method_definition" and (name := key_of(kid.get("name"))):
                self._put(name, kid)


class OutOfBudgetError(Exception):
    """The code is too big or too tangled to be followed further."""


def parsing(text: str) -> int:
    """Units of work that it takes to parse a text."""
    return len(text) * 2 // 5


class Project:
    """All files that were read, by path; counts the work so that none is endless."""

    def __init__(self, load: Loader, budget: int) -> None:
        self._load = load
        self.left = budget
        """Units of work."""
        self.modules: dict[str, Module] = {}
        self.prepare: list[Callable[[Module], None]] = []
        """What is done with each file that is read."""
        self.texts: dict[str, str] = {}
        self.notes: list[str] = []
        self._found: dict[tuple[str, str], Module | None] = {}

    def spend(self, work: int = 1) -> None:
        """Count work.

        Raises:
            OutOfBudgetError: when there has been too much.

        """
        self.left -= work
        if self.left < 0:
            self.left = 0
            raise OutOfBudgetError

    def refill(self, budget: int) -> None:
        """Start to count anew."""
        self.left = budget

    def add(self, path: str, text: str) -> Module:
        """Read a file."""
        module = Module(Tree(path, text), self)
        for prepare in self.prepare:
            prepare(module)
        self.modules[path] = module
        self.texts[path] = text
        return module

    def find(self, specifier: str, importer: Module) -> Module | None:
        """The module of the project that a specifier leads to."""
        if not specifier.startswith((".", "@/", "~/")):
            return None
        key = (posixpath.dirname(importer.path), specifier)
        if key not in self._found:
            self._found[key] = self._open(*key)
        return self._found[key]

    def _open(self, folder: str, specifier: str) -> Module | None:
        for path in _candidates(folder, specifier):
            if path in self.modules:
                return self.modules[path]
            text = self._load(path)
            if text is None:
                continue
            try:
                self.spend(parsing(text))
                return self.add(path, text)
            except UnreadableError as error:
                self.notes.append(f"{path} is not read: {error}.")
                return None
        return None


def _candidates(folder: str, specifier: str) -> Iterator[str]:
    if specifier.startswith("."):
        places = [posixpath.normpath(posixpath.join(folder, specifier))]
    else:  # the usual alias of tsconfig.json for the sources' root
        places = [posixpath.join("src", specifier[2:]), specifier[2:]]
    for place in places:
        stem, ending = posixpath.splitext(place)
        for other in _WRITTEN_AS.get(ending, ()):
            yield stem + other
        if ending in _ENDINGS:
            yield place
        for other in _ENDINGS:
            yield place + other
        for other in _ENDINGS:
            yield posixpath.join(place, "index" + other)


def written(node: Node) -> Node | None:
    """The assignment, update or loop that gives this name (or member, or part of a pattern) a new value."""
    at, parent = node, node.parent
    while parent is not None:
        kind = parent.kind
        if kind in _WRITES:
            left = parent.get("left") or parent.get("argument")
            return parent if left is at else None
        if kind == "for_in_statement":
            return parent if parent.get("left") is at else None
        is_key = kind == "pair_pattern" and parent.get("key") is at
        is_default = kind in {"object_assignment_pattern", "assignment_pattern"} and parent.get("right") is at
        if is_key or is_default or not (kind.endswith("_pattern") or kind == "parenthesized_expression"):
            return None
        at, parent = parent, parent.parent
    return None


def _start(node: Node) -> int:
    return node.start


def _module_names(scope: Scope | None) -> dict[str, Binding]:
    return scope.names if scope is not None else {}
