"""What an expression denotes: a function, a class, a durable context, something imported, a literal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guidance.code.model import Op
from guidance.code.typescript.scopes import Binding
from guidance.code.typescript.syntax import Node

SDK = "@aws/durable-execution-sdk-js"
OPERATIONS: Mapping[str, Op] = {
    "step": Op.STEP,
    "wait": Op.WAIT,
    "waitForCallback": Op.WAIT_FOR_CALLBACK,
    "createCallback": Op.CREATE_CALLBACK,
    "waitForCondition": Op.WAIT_FOR_CONDITION,
    "invoke": Op.INVOKE,
    "parallel": Op.PARALLEL,
    "map": Op.MAP,
    "runInChildContext": Op.CHILD,
}
COMBINATORS = frozenset(("all", "allSettled", "any", "race"))


class Env:
    """What parameters hold in one run of a function; inner functions see the outer ones' too."""

    __slots__ = ("outer", "this", "values")
    this: Val | None

    def __init__(self, values: Mapping[Binding, list[Val]], outer: Env | None = None, this: Val | None = None) -> None:
        self.values = values
        self.outer = outer
        self.this = this if this is not None or outer is None else outer.this

    def get(self, binding: Binding) -> list[Val] | None:
        """What a parameter holds; None when that is not known."""
        env: Env | None = self
        while env is not None:
            found = env.values.get(binding)
            if found is not None:
                return found
            env = env.outer
        return None


NOTHING = Env({})


@dataclass(slots=True, eq=False)
class Val:
    """One thing that an expression may denote."""

    def key(self) -> object:
        """Equal for what is the same."""
        return id(self)


@dataclass(slots=True, eq=False)
class External(Val):
    """Something that is not the project's: a global, an import, or what a call of one gave."""

    name: str
    made: Node | None = None
    """The call or construction that made it."""
    env: Env = NOTHING

    def key(self) -> object:
        """By name."""
        return self.name


@dataclass(slots=True, eq=False)
class Closure(Val):
    """A function of the project."""

    node: Node
    env: Env

    def key(self) -> object:
        """By place."""
        return (self.node.file.path, self.node.start)


@dataclass(slots=True, eq=False)
class ClassRef(Val):
    """A class of the project."""

    node: Node
    env: Env

    def key(self) -> object:
        """By place."""
        return (self.node.file.path, self.node.start)


@dataclass(slots=True, eq=False)
class Instance(Val):
    """An object of a class of the project."""

    of: ClassRef
    made: Node | None
    env: Env
    """Of the construction's arguments."""

    def key(self) -> object:
        """By class and place of construction."""
        return (self.of.key(), self.made.start if self.made is not None else -1)


@dataclass(slots=True, eq=False)
class Literal(Val):
    """An object, array or other literal."""

    node: Node
    env: Env

    def key(self) -> object:
        """By place."""
        return (self.node.file.path, self.node.start)


@dataclass(slots=True, eq=False)
class Mapped(Val):
    """The array that `.map(callback)`, `Array.from(x, callback)` or the like made."""

    callback: Closure

    def key(self) -> object:
        """By callback."""
        return ("mapped", self.callback.key())


@dataclass(slots=True, eq=False)
class Space(Val):
    """A module of the project as a whole."""

    path: str

    def key(self) -> object:
        """By path."""
        return self.path


@dataclass(slots=True, eq=False)
class Context(Val):
    """A durable context; or, when `durable` is False, that of a step, check or submitter."""

    owner: Node | None
    """The function whose parameter it is; None when that is not known."""
    name: str = ""
    durable: bool = True

    def key(self) -> object:
        """By owner."""
        return ("context", self.durable, self.owner.start if self.owner is not None else -1)


@dataclass(slots=True, eq=False)
class Method(Val):
    """An operation of a context, or another member of it (`logger`, `promise`, `configureSerdes`)."""

    context: Context | None
    name: str
    op: Op | None = None

    def key(self) -> object:
        """By context and name."""
        return (self.context.key() if self.context is not None else None, self.name)


def member_of_context(context: Context, name: str) -> Val:
    """What `context.name` is."""
    if context.durable and name in OPERATIONS:
        return Method(context, name, OPERATIONS[name])
    return Method(context, name)


def member_of_method(method: Method, name: str) -> Val:
    """What `context.promise.all` or `context.logger.info` is."""
    if method.name == "promise" and name in COMBINATORS:
        return Method(method.context, f"promise.{name}", Op.PROMISE)
    if method.name.startswith(tuple(OPERATIONS)) or method.op is not None:
        # `context.step.bind(context)`
        return method
    return Method(method.context, f"{method.name}.{name}")


def single(values: list[Val]) -> Val | None:
    """The value, when there is just one."""
    return values[0] if len(values) == 1 else None


def closures(values: list[Val]) -> Iterator[Closure]:
    """Those that are functions of the project."""
    for value in values:
        if isinstance(value, Closure):
            yield value
