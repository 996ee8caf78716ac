"""What the walk knows at a place, and what it collects for the report."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from guidance.code.model import Body, Ground, Op
from guidance.code.typescript.scopes import Binding
from guidance.code.typescript.syntax import Node
from guidance.code.typescript.values import Closure, Context, Env, Val


@dataclass(eq=False, slots=True)
class LoopSite:
    """A loop statement, an array method with a callback, or a map."""

    node: Node
    state: State
    count: int | None
    outer: LoopSite | None
    endless: bool = False
    map: bool = False
    own: int = 0
    """Operations directly in it."""
    inner: list[LoopSite] = field(default_factory=list)
    iterable: Node | None = None


@dataclass(eq=False, slots=True)
class TrySite:
    """A try whose catch asks for types."""

    state: State
    outer: TrySite | None
    asked: list[tuple[Node, Node]]
    """The instanceof expressions, and the class that each names."""
    body: Node | None = None
    operations: bool = False
    unknown: bool = False
    """Something in it may throw what is not known."""
    thrown: list[Val] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class State:
    """Where the walk is."""

    ground: Ground
    body: Body
    env: Env
    function: Node
    """The innermost function whose code this is."""
    entered: tuple[Node, ...]
    """The durable body, and the helpers that were called from there: what is declared in them is the body's own."""
    context: Context | None = None
    """The innermost durable context."""
    inner: Context | None = None
    """The innermost context, be it that of a step."""
    named: str = ""
    """The variable that holds it here."""
    via: str = ""
    loop: LoopSite | None = None
    tries: TrySite | None = None
    frame: Hashable = None
    """The helper this is in."""
    dropped: bool = False
    """In an async callback whose promise nobody holds."""
    deciding: bool = False
    """In the config of an operation: functions decide, and may run again."""
    depth: int = 0

    def but(self, **changes: Any) -> State:  # noqa: ANN401 - any of the fields
        """The same, but for this; ten times a handler's lines, so it is quicker than `dataclasses.replace`."""
        made = object.__new__(State)
        for name in State.__slots__:
            setattr(made, name, changes[name] if name in changes else getattr(self, name))
        return made


@dataclass(eq=False, slots=True)
class OperationSite:
    """A durable operation's call."""

    node: Node
    state: State
    op: Op
    context: Context | None
    receiver: Node | None
    name: Node | None = None
    functions: list[Node] = field(default_factory=list)
    config: Node | None = None
    target: Node | None = None
    duration: Node | None = None
    items: Node | None = None


@dataclass(eq=False, slots=True)
class CallSite:
    """A call or construction of something that is not followed."""

    node: Node
    state: State
    name: str
    form: str
    origin: Val | None = None


@dataclass(eq=False, slots=True)
class HelperSite:
    """A call of a function of the project."""

    node: Node
    state: State
    key: Hashable
    function: Closure


@dataclass(eq=False, slots=True)
class ChangeSite:
    """A change of an outer variable."""

    node: Node
    state: State
    target: Node
    binding: Binding | None
    kind: str
    module: bool
    step: bool


@dataclass(eq=False, slots=True)
class ReturnSite:
    """A body whose results matter."""

    function: Closure
    state: State
    operation: OperationSite | None


@dataclass(slots=True)
class Collected:
    """All that a walk found."""

    operations: list[OperationSite] = field(default_factory=list)
    calls: list[CallSite] = field(default_factory=list)
    helpers: list[HelperSite] = field(default_factory=list)
    changes: list[ChangeSite] = field(default_factory=list)
    returns: list[ReturnSite] = field(default_factory=list)
    loops: list[LoopSite] = field(default_factory=list)
    tries: list[TrySite] = field(default_factory=list)
    settings: list[tuple[Node, State]] = field(default_factory=list)
    """Reads of environment variables on replayed ground."""
    combined: list[tuple[Node, State, str]] = field(default_factory=list)
    """Calls of Promise.all and the like."""
    waiting: list[tuple[TrySite, Hashable]] = field(default_factory=list)
    """Tries around helpers that were walked before."""
    edges: dict[Hashable, set[Hashable]] = field(default_factory=dict)
    """Which helper calls which."""
    durable: set[Hashable] = field(default_factory=set)
    """Helpers that make operations."""
    nodes: set[int] = field(default_factory=set)
    """Identities of the nodes that call operations."""
    bodies: set[int] = field(default_factory=set)
    """Identities of the handlers and bodies among them."""
    functions: set[int] = field(default_factory=set)
    """Identities of the functions that were walked."""
    configured: set[str] = field(default_factory=set)
    """Files that set a default deserialiser of callbacks."""
    handlers: int = 0
