"""What the reader knows of a value while it walks: where it comes from, what it is, whose context it holds."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from guidance.code.model import Body, Call, Change, Choice, Config, Kind, Place, Value

if TYPE_CHECKING:
    from guidance.code.python.modules import Module

T = TypeVar("T")
NO_CONFIG = Config()
Const = str | int | float | bool | None


class Context:
    """A durable context, or that of a step, check or submitter; compared by identity."""

    __slots__ = ("durable",)

    def __init__(self, *, durable: bool = True) -> None:
        self.durable = durable


@dataclass(eq=False, slots=True)
class Frame:
    """The variables of one activation of a function; `parent` is the function around it."""

    module: Module
    parent: Frame | None = None
    body_id: int = 0
    variables: dict[str, Abstract] = field(default_factory=dict)
    global_names: set[str] = field(default_factory=set)
    outer_names: set[str] = field(default_factory=set)
    loop_variables: dict[str, int] = field(default_factory=dict)
    """Variables that a loop which is being walked binds, and the loop's number."""
    returned: list[Abstract] = field(default_factory=list)
    role: Body | None = None
    """Set when the function is a body itself, not a helper."""
    config: Config = NO_CONFIG

    def holder(self, name: str) -> Frame | None:
        """The frame that a name is found in; None when it is the module's."""
        if name in self.global_names:
            return None
        frame: Frame | None = self.parent if name in self.outer_names else self
        while frame is not None and name not in frame.variables:
            frame = None if name in frame.global_names else frame.parent
        return frame


FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(eq=False, slots=True)
class Fn:
    """A function of the project, with what is bound to it already."""

    node: FunctionNode
    module: Module
    frame: Frame | None = None
    """The frame around it; None at module level."""
    name: str = ""
    decorator: str = ""
    """durable_step, durable_with_child_context ...: the SDK's name of what makes its call give a function; "" otherwise."""
    called: bool = False
    """A decorated function that was called, so that it is now a function of the context alone."""
    arguments: tuple[Abstract, ...] = ()
    """Bound first arguments; of a decorated function those behind the context."""
    keywords: dict[str, Abstract] = field(default_factory=dict)
    early: bool = False
    """The bound arguments come before all others: functools.partial."""
    handed: frozenset[str] = frozenset()
    """Names in the arguments of the decorated function's call."""
    this: Abstract | None = None
    """What a bound method belongs to."""
    late: tuple[tuple[str, int], ...] = ()
    """Variables of loops that it reads when it runs, with the loop's number."""
    property_: bool = False
    static: bool = False


@dataclass(eq=False, slots=True)
class Cls:
    """A class of the project."""

    name: str
    node: ast.ClassDef
    module: Module
    frame: Frame | None
    kind: Kind
    """What an instance is: DATACLASS, MODEL, INSTANCE; PLAIN for TypedDicts, named tuples, enums; UNKNOWN for exceptions."""
    bases: tuple[str, ...] = ()
    """Names of all classes that it derives from, as far as known."""
    members: dict[str, Abstract] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class BatchUse:
    """What becomes of a batch's result, while it is not known to the end."""

    discarded: bool = False
    escapes: bool = False
    members: set[str] = field(default_factory=set)


@dataclass(eq=False, slots=True)
class CallbackResult:
    """A callback's result, until it is used as an object for the first time."""

    config: Config
    used: bool = False


class Abstract:
    """What is known of a value; class attributes are "nothing known"."""

    name: str = ""
    """Canonical name of what it is; ends in `()` for what a call gave."""
    kind: Kind = Kind.UNKNOWN
    type_name: str = ""
    constant: Const = None
    default: str | None = None
    """Of an environment variable: the literal that stands for it when it is not set."""
    template: str | None = None
    """Of literal text with environment variables in it: what it comes to by their defaults."""
    place: Place | None = None
    """Of an option that may be reported itself: where it stands."""
    null: bool = False
    seconds: float | None = None
    context: Context | None = None
    operation: str = ""
    """A context's method: `step`, not called yet."""
    logger: bool = False
    functions: tuple[Fn, ...] = ()
    cls: Cls | None = None
    instance: Cls | None = None
    attributes: dict[str, Abstract] | None = None
    """Of an instance."""
    items: list[Abstract] | None = None
    length: int | None = None
    entries: dict[str, Abstract] | None = None
    """Of a dict with literal keys, or the keywords of an SDK object."""
    known: bool = True
    """Whether `entries` are all."""
    calls: tuple[Call, ...] = ()
    changes: tuple[Change, ...] = ()
    settings: tuple[Choice, ...] = ()
    """The environment variables that it comes from, or that chose it."""
    batches: tuple[BatchUse, ...] = ()
    callback: CallbackResult | None = None
    waits_for: CallbackResult | None = None
    """A Callback object, whose `.result()` is the result."""
    order: str = ""
    home: int | None = None
    """The body that the object comes from; None when it is fresh, or not known."""
    root: str = ""
    """The variable that it was reached through."""
    module: Module | None = None
    made_by: Call | None = None
    literal: bool = False
    """A container that can be changed."""

    def __init__(self, **known: object) -> None:
        self.__dict__.update(known)

    def but(self, **known: object) -> Abstract:
        """A copy with something else known."""
        copy = Abstract()
        copy.__dict__.update(self.__dict__)
        copy.__dict__.update(known)
        return copy


UNKNOWN = Abstract()
PLAIN = Abstract(kind=Kind.PLAIN)
NONE = Abstract(kind=Kind.PLAIN, null=True)
LOGGER = Abstract(logger=True)
_ALIKE = (
    "name",
    "kind",
    "type_name",
    "constant",
    "default",
    "template",
    "place",
    "null",
    "seconds",
    "context",
    "operation",
    "logger",
    "cls",
    "instance",
    "attributes",
    "items",
    "length",
    "entries",
    "known",
    "callback",
    "waits_for",
    "order",
    "home",
    "root",
    "module",
    "made_by",
    "literal",
)
_WORST = (
    Kind.FUNCTION,
    Kind.GENERATOR,
    Kind.FILE,
    Kind.INSTANCE,
    Kind.MODEL,
    Kind.DATACLASS,
    Kind.SET,
    Kind.MAP,
    Kind.UUID,
    Kind.DECIMAL,
    Kind.DATETIME,
    Kind.BYTES,
)


def join(one: Abstract, other: Abstract) -> Abstract:
    """What is known of a value that is one or the other."""
    if one is other:
        return one
    if other is UNKNOWN and not (one.calls or one.settings or one.batches or one.context or one.functions):
        return UNKNOWN
    known = {
        name: value for name in _ALIKE if name in one.__dict__ and (value := one.__dict__[name]) == getattr(other, name)
    }
    if one.entries is not None or other.entries is not None:
        known["known"] = one.entries is other.entries and one.known
    for name in (
        "context",
        "name",
        "instance",
        "attributes",
        "made_by",
    ):  # a client that is made at first use, a context or None
        for this, that in ((one, other), (other, one)):
            if that.null and getattr(this, name):
                known[name] = getattr(this, name)
    joined = Abstract(**known)
    for name in ("calls", "changes", "settings", "batches", "functions"):
        merged = union(getattr(one, name), getattr(other, name))
        if merged:
            setattr(joined, name, merged)
    return joined


def union(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    """Both, without doubles; at most eight."""
    if not other or one is other:
        return one
    return tuple(dict.fromkeys((*one, *other)))[:8] if one else other


def worst(parts: Iterable[Abstract]) -> Abstract:
    """The part that survives its storage least: what a container of them is."""
    found: Abstract | None = None
    unknown = False
    for part in parts:
        if part.kind in _WORST and (found is None or _WORST.index(part.kind) < _WORST.index(found.kind)):
            found = part
        unknown = unknown or part.kind is Kind.UNKNOWN
    return found or (UNKNOWN if unknown else PLAIN)


def value_of(found: Abstract, place: Place) -> Value:
    """A value as the rules see it."""
    options = (
        {name: value_of(each, place) for name, each in (found.entries or {}).items() if found.known}
        if found.entries
        else {}
    )
    return Value(
        place=found.place or place,
        constant=found.constant,
        kind=found.kind,
        type_name=found.type_name,
        seconds=found.seconds,
        null=found.null,
        calls=found.calls,
        changes=found.changes,
        name=found.name.removesuffix("()"),
        options=options,
    )
