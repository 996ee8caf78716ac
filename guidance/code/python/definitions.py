"""What names and attributes stand for: imports, builtins, classes and constants of modules."""

from __future__ import annotations

import ast
import builtins

from guidance.code.model import Change, Kind
from guidance.code.python import expressions, functions, statements
from guidance.code.python.abstract import UNKNOWN, Abstract, Cls, join
from guidance.code.python.machine import At, Machine
from guidance.code.python.modules import SDK, Definition, Imported, Module

_BUILTINS = {name: Abstract(name=name) for name in dir(builtins) if not name.startswith("_")}
_PLAIN = frozenset(("TypedDict", "NamedTuple", "Enum", "StrEnum", "IntEnum", "Flag", "Protocol"))
_PENDING = Abstract()
STARS = 20
"""Star imports of a file that are looked through."""


def global_value(m: Machine, module: Module, name: str) -> Abstract:
    """What a module's name stands for; a builtin when the module has none of that name."""
    found = module.values.get(name)
    if found is None:
        module.values[name] = _PENDING  # while it is looked up, it is unknown to itself
        found = module.values[name] = _resolve(m, module, name)
    return UNKNOWN if found is _PENDING else found


def _resolve(m: Machine, module: Module, name: str) -> Abstract:
    definitions = module.definitions.get(name)
    if definitions is None:
        for star in _stars(m, module):
            found = imported(m, module, Imported(star.dotted, star.level, name))
            if found.functions or found.cls or found.module or (found.name.startswith(SDK)):
                return found
        if name == "__file__":
            return Abstract(kind=Kind.PLAIN)
        return _BUILTINS.get(name, UNKNOWN)
    value = UNKNOWN
    for number, definition in enumerate(definitions):
        each = _defined(m, module, name, definition)
        value = each if number == 0 else join(value, each)
    if name in module.assigned and value.__dict__:
        value = value.but(constant=None, default=None, template=None, null=value.null)
    return value


def _stars(m: Machine, module: Module) -> list[Imported]:
    """The star imports of a file that lead to a file of the project, or to the SDK."""
    if not module.followed:
        module.followed = True
        known = [
            each
            for each in module.stars[: STARS * 10]
            if each.dotted.startswith(SDK) or m.project.find(module, each.dotted, each.level)
        ]
        module.stars = known[:STARS]
    return module.stars


def _defined(m: Machine, module: Module, name: str, definition: Definition) -> Abstract:
    at = m.module_at(module)
    if isinstance(definition, Imported):
        return imported(m, module, definition)
    if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return statements.defined(m, at, definition)
    if isinstance(definition, ast.Assign) and any(isinstance(target, ast.Name) for target in definition.targets):
        return expressions.peek(m, at, definition.value)
    if isinstance(definition, ast.AnnAssign) and definition.value is not None:
        return expressions.peek(m, at, definition.value)
    if isinstance(definition, ast.Assign):
        statements.assign(m, at, definition.targets[0], expressions.peek(m, at, definition.value), definition)
        return at.frame.variables.get(name, UNKNOWN)
    return UNKNOWN


def imported(m: Machine, module: Module, what: Imported) -> Abstract:
    """What an import binds."""
    if not what.member:
        found = m.project.find(module, what.dotted, what.level)
        return Abstract(name=what.dotted, module=found)
    found = m.project.find(module, what.dotted, what.level)
    if found is not None and (what.member in found.definitions or found.stars):
        value = global_value(m, found, what.member)
        if value is not UNKNOWN or what.member in found.definitions:
            return value
    dotted = f"{what.dotted}.{what.member}" if what.dotted else what.member
    inner = m.project.find(module, dotted, what.level)
    return Abstract(name=dotted, module=inner)


def attribute(m: Machine, at: At, base: Abstract, name: str) -> Abstract | None:
    """A member of a module, class or instance of the project; None when it is none of these."""
    if base.module is not None and name in base.module.definitions:
        return global_value(m, base.module, name)
    if (base.name and base.module is not None) or (
        base.name and not base.made_by and "(" not in base.name and "." not in base.name
    ):
        dotted = f"{base.name}.{name}"
        if not dotted.startswith(("aws_", "boto")) and (inner := m.project.find(at.module, dotted)) is not None:
            return Abstract(name=dotted, module=inner)
    if base.instance is not None:
        if base.attributes is not None and name in base.attributes:
            return held(base, base.attributes[name])
        return bound(m, base.instance, name, base)
    if base.cls is not None:
        return bound(m, base.cls, name, None)
    return None


def held(base: Abstract, found: Abstract) -> Abstract:
    """An attribute's value, which comes from where its object comes from."""
    if (
        base.home is not None
        and found.home is None
        and (found.literal or found.kind is Kind.UNKNOWN)
        and not found.name
    ):
        return found.but(home=base.home, root=base.root)
    return found


def bound(m: Machine, cls: Cls, name: str, this: Abstract | None) -> Abstract | None:
    """A class's member, with methods bound."""
    found = cls.members.get(name)
    if found is None:
        for base in cls.node.bases:
            parent = expressions.peek(m, inside(m, cls), base)
            if (
                parent.cls is not None
                and parent.cls is not cls
                and (inner := bound(m, parent.cls, name, this)) is not None
            ):
                return inner
        return None
    if found.functions and this is not None:
        methods = tuple(each if each.static else functions.with_this(each, this) for each in found.functions)
        return found.but(functions=methods)
    if found.functions and any(each.this is not None for each in found.functions):
        return found
    return held(this, found) if this is not None else found


def inside(m: Machine, cls: Cls) -> At:
    """A place within a class's surroundings."""
    at = m.module_at(cls.module)
    at.frame.parent = cls.frame
    return at


def make_class(m: Machine, at: At, node: ast.ClassDef) -> Abstract:
    """A class of the project."""
    names: list[str] = []
    kind = Kind.INSTANCE
    for base in node.bases:
        parent = expressions.peek(m, at, base)
        if parent.cls is not None:
            names += [parent.cls.name, *parent.cls.bases]
            kind = parent.cls.kind
        elif parent.name:
            names.append(parent.name)
            kind = _kind_of_base(parent.name, kind)
    for decorator in node.decorator_list:
        found = expressions.peek(m, at, decorator.func if isinstance(decorator, ast.Call) else decorator)
        if found.name in {
            "dataclasses.dataclass",
            "attr.s",
            "attrs.define",
            "attr.define",
            "attrs.frozen",
            "pydantic.dataclasses.dataclass",
        }:
            kind = Kind.DATACLASS if kind is Kind.INSTANCE else kind
    cls = Cls(node.name, node, at.module, at.frame if at.frame.body_id != -1 else None, kind, tuple(names))
    inner = At(m.frame(at.module, at.frame, body_id=at.frame.body_id), at.ground, at.body, at.context, recording=False)
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            cls.members[statement.name] = statements.defined(m, inner, statement, cls)
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            statements.execute(m, inner, [statement])
    cls.members.update({name: value for name, value in inner.frame.variables.items() if name not in cls.members})
    return Abstract(cls=cls, name=node.name)


def _kind_of_base(name: str, kind: Kind) -> Kind:
    last = name.rsplit(".", 1)[-1]
    if last in _PLAIN:
        return Kind.PLAIN
    if last in {"BaseModel", "RootModel", "BaseSettings"}:
        return Kind.MODEL
    builtin = getattr(builtins, last, None)
    if last.endswith(("Error", "Exception")) or (isinstance(builtin, type) and issubclass(builtin, BaseException)):
        return Kind.UNKNOWN
    if last in {"dict", "list", "str", "int", "float", "tuple"}:
        return Kind.PLAIN
    return Kind.UNKNOWN if last not in {"object", "ABC", "Generic"} else kind


def instance_of(cls: Cls) -> Abstract:
    """A fresh instance."""
    return Abstract(kind=cls.kind, type_name=cls.name, instance=cls, attributes={}, literal=cls.kind is not Kind.PLAIN)


def counter(at: At, node: ast.Name) -> Change:
    """A module's variable that replayed code adds to, as what a value comes from."""
    return Change(place=at.module.place(node), variable=node.id, kind="augment", module=True, step=True)


def exceptions_of(found: Abstract) -> tuple[str, ...]:
    """The name of an exception class or instance, and of all that it derives from."""
    cls = found.cls or found.instance
    if cls is not None:
        extra = [each for base in cls.bases for each in _builtin_bases(base.rsplit(".", 1)[-1])]
        return (cls.name, *cls.bases, *extra)
    name = found.name.removesuffix("()")
    return (name, *_builtin_bases(name)) if name else ()


def _builtin_bases(name: str) -> list[str]:
    known = getattr(builtins, name, None)
    if isinstance(known, type) and issubclass(known, BaseException):
        return [each.__name__ for each in known.__mro__[:-1]]
    return []
