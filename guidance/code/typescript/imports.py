"""What imported names denote: something of another file of the project, or of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidance.code.typescript.project import Module
from guidance.code.typescript.scopes import Binding, Step, binding_of
from guidance.code.typescript.syntax import CLASSES, Node, literal
from guidance.code.typescript.values import NOTHING, ClassRef, External, Space, Val

if TYPE_CHECKING:
    from guidance.code.typescript.evaluate import Evaluator

_DEEPEST = 20
"""Re-exports of re-exports."""


class Imports:
    """Follows imports."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    def imported(self, binding: Binding) -> list[Val]:
        """What an imported name denotes."""
        module = self.evaluator.project.find(binding.module, self.evaluator.module(binding.ident))
        if module is None:
            return [external(binding.module, binding.path)]
        if not binding.path:
            return [Space(module.path)]
        return self.exported(module, str(binding.path[0]))

    def exported(self, module: Module, name: str, depth: int = 0) -> list[Val]:
        """What a module of the project exports under a name."""
        found = module.export(name)
        if depth > _DEEPEST:
            return []
        if found is None:
            default = module.export("default") if name != "default" else None
            return self._member_of_default(default.node, name) if default is not None and default.node else []
        if found.source:
            other = self.evaluator.project.find(found.source, found.module)
            if other is None:
                return [external(found.source, (found.name,) if found.name else ())]
            return self.exported(other, found.name, depth + 1) if found.name else [Space(other.path)]
        node = found.node
        if node is None:
            return []
        if node.kind in {"identifier", "type_identifier"}:
            binding = binding_of(node.text, node)
            return self.evaluator.of_binding(binding, NOTHING) if binding is not None else []
        return self._declared(node)

    def _declared(self, node: Node) -> list[Val]:
        if node.kind in CLASSES:
            return [ClassRef(node, NOTHING)]
        return self.evaluator.values(node, NOTHING)

    def _member_of_default(self, node: Node, name: str) -> list[Val]:
        # `module.exports = new Service()` and `module.exports = service`
        return self.evaluator.members(self.evaluator.values(node, NOTHING), name) if node.kind != "object" else []

    def required(self, node: Node, given: tuple[Node, ...]) -> list[Val]:
        """What `require("x")` and `import("x")` denote."""
        specifier = literal(given[0]) if given else None
        if specifier is None:
            return []
        module = self.evaluator.project.find(specifier, self.evaluator.module(node))
        if module is None:
            return [external(specifier, ())]
        default = module.export("default")
        if (
            default is not None
            and default.node is not None
            and default.node.kind != "object"
            and _is_commonjs(default.node)
        ):
            return self.evaluator.values(default.node, NOTHING)
        return [Space(module.path)]


def external(specifier: str, path: tuple[Step, ...]) -> External:
    """Something exported by a module that is not the project's."""
    name = specifier.removeprefix("node:")
    if path and path[0] != "default":
        name += f".{path[0]}"
    return External(name)


def _is_commonjs(node: Node) -> bool:
    parent = node.parent
    while parent is not None and parent.kind in {"parenthesized_expression", "as_expression"}:
        parent = parent.parent
    return parent is not None and parent.kind == "assignment_expression"
