"""Places, values and calls, of which the facts of the view are made; `guidance.code.model` says how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

_NOTHING: Mapping[str, Any] = MappingProxyType({})
Language = Literal["python", "typescript"]
"""TypeScript stands for JavaScript, TSX and JSX as well."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of code."""

    path: str
    """POSIX path relative to the project's root; as given, or "source.py", "source.ts" when it has none."""
    text: str
    """Decoded, without byte order mark, newlines as they are."""


class Place(NamedTuple):
    """A stretch of a file. Lines and columns count from 1, columns in characters (not bytes); the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Ground(StrEnum):
    """When a piece of code runs."""

    REPLAYED = "replayed"
    """Again at each replay: handler, child contexts, branches, map items, with_retry bodies, and what these call. Arguments of
    an operation (name, config, target, items) are of the ground that the operation stands in, but for the functions in them."""
    STEP = "step"
    """Body of a step, and what only it calls: once, its result is stored."""
    CHECK = "check"
    """Check function of wait_for_condition: stored too."""
    SUBMITTER = "submitter"
    """Submitter of wait_for_callback: stored too."""
    DECISION = "decision"
    """Wait strategies, should_continue_polling, item namers, predicates of retries, should_complete, error mappers, summary
    generators, serdes: pure functions that may run again; clocks are as wrong as in replayed code, I/O is not looked at."""


class Body(StrEnum):
    """The innermost durable body around a place, however many helpers are between."""

    HANDLER = "handler"
    STEP = "step"
    CHECK = "check"
    SUBMITTER = "submitter"
    CHILD = "child"
    BRANCH = "branch"
    ITEM = "item"
    """Of a map."""
    RETRY = "retry"
    """Of with_retry."""
    DECISION = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What all facts have: where they stand (in the helper's file, if it is there) and on which ground."""

    place: Place
    ground: Ground = Ground.REPLAYED
    body: Body = Body.HANDLER
    via: str = ""
    """Name of the helper function that it stands in; "" when it stands in the handler or body itself."""
    context: str = ""
    """Name of the variable that holds the innermost durable context here (also that of a step: its `logger` is the one to use);
    "" when there is none in sight, as in a helper that is not given it."""


Form = Literal["call", "new", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Fact):
    """Any call or construction that is not a durable operation and is not followed into the project; place: the whole call.

    Methods of contexts, loggers of contexts (`context.logger.info`, `step.logger`), callbacks and batch results are not
    recorded. Reads without a call are recorded (form "read", place: the expression) for the names that
    `guidance.code.tables.reads(language)` lists, such as `process.pid`.
    """

    name: str
    """Canonical."""
    callee: Place
    """Of what is called, without the arguments and without `new`: what an edit would replace."""
    form: Form = "call"
    arguments: int = 0
    """How many are given, keywords too; a spread counts as 2."""
    keywords: frozenset[str] = frozenset()
    """Python's keyword arguments; in JavaScript the keys of an object that is the last argument."""
    constant: bool = False
    """All arguments are literals; True also when there are none."""
    first: str | int | float | bool | None = None
    """The first argument when it is a literal or resolves to a constant."""
    origin: Call | None = None
    """The call or construction that made the receiver: for `rng.random()` that of `random.Random(42)`."""


ChangeKind = Literal["assign", "augment", "item", "attribute", "method", "delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Fact):
    """A change of what was made outside of the innermost durable body (or, in the handler's own body, of module scope).

    Place: the statement or call that changes it (`total += 1`, `seen.append(x)`, `order["x"] = 1`, `n++`, `[a, b] = [b, a]`).
    Recorded in a step, check, submitter, child, branch, item or retry body: changes of variables, or of objects held by
    variables, that are declared outside that body, also through helpers that capture them; for a parameter of the body only
    when it is known to be an object from outside (state of a check, an item of a map, arguments of a durable_step: no).
    Not recorded: locals of the body, its fresh values, copies (`dict(order)`, `{...order}`), contexts, parameters of helpers.
    A variable of a branch that aliases an outer object (`x = order; x["a"] = 1`) counts as the outer object.
    In the handler's own body and helpers called from there (body HANDLER): only variables and objects of module scope.
    """

    variable: str
    """Its name as written: `total`, `order`, `self`."""
    kind: ChangeKind
    module: bool = False
    """The variable is of module scope (Python `global`, or an object of module scope; JavaScript module
    `let`/`var`/`const`)."""
    step: bool = False
    """augment only: adds to itself a constant number: `n += 1`, `n++`, `n = n + 1`, `next(counter)` of itertools.count."""
    guarded: bool = False
    """It stands under a test of the same variable: `if client is None: client = ...`, `if key not in seen: seen[key] =
    ...`, `x ??= ...`."""
    target: str = ""
    """What is changed, as written, for the message: `order["x"]`, `seen`, `this.total`."""


class Kind(StrEnum):
    """What a value is, as far as it can be seen. `UNKNOWN` when it cannot."""

    UNKNOWN = "unknown"
    PLAIN = "plain"
    """Known to be JSON: string, number, bool, None/null, list, dict/object literal (with no worse kind in it)."""
    TUPLE = "tuple"
    BYTES = "bytes"
    DATETIME = "datetime"
    """Python datetime, date; JavaScript Date."""
    DECIMAL = "decimal"
    UUID = "uuid"
    """Python's UUID object; a str() of it is plain."""
    SET = "set"
    MAP = "map"
    """JavaScript Map, WeakMap."""
    BIGINT = "bigint"
    DATACLASS = "dataclass"
    MODEL = "model"
    """Pydantic model instance."""
    INSTANCE = "instance"
    """Of a class of the project that has methods or is no plain data (not an Error class, not a TypedDict, NamedTuple,
    Enum)."""
    GENERATOR = "generator"
    FUNCTION = "function"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An argument, an option or a returned expression."""

    place: Place
    constant: str | int | float | bool | None = None
    """A literal, or resolved through constants of module or function (never reassigned). None when unknown, or None itself."""
    kind: Kind = Kind.UNKNOWN
    """The worst kind in it: of a dict with a set in it, SET."""
    type_name: str = ""
    """Of DATACLASS, MODEL, INSTANCE: the class's name."""
    seconds: float | None = None
    """Of a duration (`Duration.from_minutes(5)`, `Duration(5)`, `{ minutes: 5 }`): its length. None: no duration, or not
    known."""
    null: bool = False
    """It is literally None, null or undefined."""
    calls: tuple[Call, ...] = ()
    """The Calls that it comes from: in the expression itself, through variables assigned from them, through helpers that return
    them. Not what is inside the body of an operation, whose result is stored."""
    changes: tuple[Change, ...] = ()
    """The changes of module variables (counters) whose variable it reads."""
    name: str = ""
    """When it is a name, attribute or call of one: canonical
    (`aws_durable_execution_sdk_python.config.StepSemantics.AT_MOST_ONCE_PER_RETRY`,
    `…RetryPresets.none` for the call of it; `@aws/durable-execution-sdk-js.retryPresets.noRetry`)."""
    options: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    """Of a construction or object literal that is known (`createRetryStrategy({maxAttempts: 1})`,
    `RetryStrategyConfig(max_attempts=1)` within
    `create_retry_strategy(...)`): its options, keys in snake_case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The config argument of an operation.

    Through constants, spreads, `dataclasses.replace`, shorthand, `as const`, `satisfies`.
    """

    given: bool = False
    known: bool = True
    """False when it is given, but cannot be resolved entirely (a variable from elsewhere, an unknown spread); True when
    not given."""
    place: Place | None = None
    options: Mapping[str, Value] = field(default_factory=lambda: _NOTHING)
    """Keys in snake_case for both languages, and alike: `timeout`, `heartbeat_timeout`, `serdes`, `retry_strategy`,
    `completion_config`,
    `max_concurrency`, `item_namer`, and `semantics` for Python's `step_semantics`."""

    def has(self, option: str) -> bool:
        """Whether an option is there, and is not None."""
        return option in self.options and not self.options[option].null
