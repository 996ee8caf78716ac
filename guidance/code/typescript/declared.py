"""The bindings that a scope declares: variables, parameters, functions, classes, imports."""

from __future__ import annotations

from collections.abc import Iterator

from guidance.code.typescript.scopes import Binding, Scope, Step, parts
from guidance.code.typescript.syntax import FUNCTIONS, Node, inside, literal

_NAMES = frozenset(("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"))
_DECLARED = {
    "function_declaration": "function",
    "generator_function_declaration": "function",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "enum_declaration": "other",
}
_DECLARING = frozenset(
    (
        *_DECLARED, "lexical_declaration", "import_statement", "expression_statement", "export_statement",
        "switch_case", "switch_default",
    )
)  # fmt: skip


def declared(scope: Scope) -> Iterator[Binding]:
    """All of a scope's bindings."""
    node = scope.node
    if node.kind in FUNCTIONS:
        yield from _parameters(node, scope)
        body = node.get("body")
        if body is not None:
            yield from _hoisted(body, scope)
        name = node.get("name")
        if node.kind in {"function_expression", "generator_function"} and name is not None:
            yield Binding(name.text, "function", name, scope, node)
    elif node.kind == "class":
        name = node.get("name")
        if name is not None:
            yield Binding(name.text, "class", name, scope, node)
    elif node.kind == "for_in_statement":
        yield from _loop_variables(node, scope)
    elif node.kind == "catch_clause":
        parameter = node.get("parameter")
        if parameter is not None:
            yield from _pattern(parameter, "catch", None, (), scope)
    else:
        for statement in node.kids:
            if statement.kind in _DECLARING:
                yield from _statement(statement, scope)
        if node.kind == "program":
            yield from _hoisted(node, scope)


def _loop_variables(node: Node, scope: Scope) -> Iterator[Binding]:
    left, kind = node.get("left"), _declarator_kind(node)
    if left is not None and kind in {"let", "const"}:
        yield from _pattern(left, kind, node.get("right"), ("*",) if "of" in node.tokens else ("?",), scope)


def _declarator_kind(node: Node) -> str:
    return next((token for token in node.tokens if token in {"var", "let", "const"}), "")


def _statement(statement: Node, scope: Scope) -> Iterator[Binding]:
    kind = statement.kind
    if kind == "lexical_declaration":
        word = _declarator_kind(statement)
        for declarator in statement.kids:
            yield from _declarator(declarator, word, scope)
    elif kind in _DECLARED:
        name = statement.get("name")
        if name is not None:
            yield Binding(name.text, _DECLARED[kind], name, scope, statement)
    elif kind == "import_statement":
        yield from _imports(statement, scope)
    elif kind == "expression_statement":
        if statement.kids and statement.kids[0].kind in {"internal_module", "assignment_expression"}:
            yield from _odd_statement(statement.kids[0], scope)
    elif kind in {"export_statement", "switch_case", "switch_default"}:
        for kid in statement.kids:
            if kid.field in {"declaration", "body"}:
                yield from _statement(kid, scope)


def _odd_statement(node: Node, scope: Scope) -> Iterator[Binding]:
    """A namespace, or `using x = ...`, which the grammar takes for expressions."""
    if node.kind == "internal_module":
        name = node.get("name")
        if name is not None:
            yield Binding(name.text, "other", name, scope, node)
    elif "using" in node.tokens:
        left = node.get("left")
        if left is not None and left.kind == "identifier":
            yield Binding(left.text, "const", left, scope, node.get("right"))


def _declarator(declarator: Node, word: str, scope: Scope) -> Iterator[Binding]:
    name = declarator.get("name")
    if declarator.kind == "variable_declarator" and name is not None:
        yield from _pattern(name, word, declarator.get("value"), (), scope)


def _hoisted(body: Node, scope: Scope) -> Iterator[Binding]:
    """The `var` declarations of a function, wherever in it they stand."""
    if b"var" not in body.file.source[body.start : body.end]:
        return
    for node in inside(body, functions=False):
        if node.kind == "variable_declaration":
            for declarator in node.kids:
                yield from _declarator(declarator, "var", scope)
        elif node.kind == "for_in_statement" and _declarator_kind(node) == "var":
            left = node.get("left")
            if left is not None:
                yield from _pattern(left, "var", node.get("right"), ("*",) if "of" in node.tokens else ("?",), scope)


def _parameters(function: Node, inner: Scope) -> list[Binding]:
    given = function.get("parameters")
    single = function.get("parameter")
    if single is not None:
        return [Binding(single.text, "param", single, inner, position=0)]
    found: list[Binding] = []
    declared = [kid for kid in given.kids if kid.kind != "decorator"] if given is not None else []
    declared = [kid for kid in declared if (kid.get("pattern") or kid).kind != "this"]
    for position, parameter in enumerate(declared):
        pattern = parameter.get("pattern") or parameter
        for binding in _pattern(pattern, "param", None, (), inner):
            binding.position = position
            binding.default = parameter.get("value")
            found.append(binding)
    return found


def _pattern(pattern: Node, kind: str, value: Node | None, path: tuple[Step, ...], scope: Scope) -> Iterator[Binding]:
    """The names in a destructuring pattern."""
    stack: list[tuple[Node, tuple[Step, ...], Node | None]] = [(pattern, path, None)]
    while stack:
        node, at, default = stack.pop()
        if node.kind in _NAMES:
            extra = (node.text,) if node.kind == "shorthand_property_identifier_pattern" else ()
            yield Binding(node.text, kind, node, scope, value, (*at, *extra), default=default)
            continue
        stack.extend(reversed([(part, (*at, *step), given) for part, step, given in parts(node)]))


def _imports(statement: Node, scope: Scope) -> Iterator[Binding]:
    clause = statement.first("import_clause")
    source = statement.get("source")
    required = statement.first("import_require_clause")
    if required is not None and required.kids:
        given = required.get("source")
        yield Binding(
            required.kids[0].text, "import", required.kids[0], scope, module=literal(given) or "" if given else ""
        )
    if clause is None or source is None:
        return
    module = literal(source) or ""
    for kid in clause.kids:
        if kid.kind == "identifier":
            yield Binding(kid.text, "import", kid, scope, path=("default",), module=module)
        elif kid.kind == "namespace_import" and kid.kids:
            yield Binding(kid.kids[0].text, "import", kid.kids[0], scope, module=module)
        elif kid.kind == "named_imports":
            for each in kid.kids:
                name = each.get("name")
                local = each.get("alias") or name
                if name is not None and local is not None:
                    exported = literal(name) or name.text if name.kind == "string" else name.text
                    yield Binding(local.text, "import", local, scope, path=(exported,), module=module)
