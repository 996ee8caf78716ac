"""What code does, one class a kind of fact. `guidance.code.model` has them all, and says how they are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from guidance.code.basics import Body, Config, Fact, Place, Value


class Op(StrEnum):
    """The durable operations."""

    STEP = "step"
    WAIT = "wait"
    WAIT_FOR_CALLBACK = "wait_for_callback"
    CREATE_CALLBACK = "create_callback"
    WAIT_FOR_CONDITION = "wait_for_condition"
    INVOKE = "invoke"
    PARALLEL = "parallel"
    MAP = "map"
    CHILD = "child"
    WITH_RETRY = "with_retry"
    PROMISE = "promise"
    """context.promise.all, race ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that is given to an operation as (one of) its bodies."""

    place: Place
    """Of the argument: the lambda, the name, `charge(order)`."""
    name: str = ""
    """Own name of a named function (`charge_card`, also for `charge_card(order)` of a durable_step, and of a method); for an
    anonymous one the name of the last function that it calls as its result (`lambda _: pay.charge(order)`,
    `async () => { return await pay.charge(order) }`: `charge`), "" when that is not clear."""
    calls: frozenset[str] = frozenset()
    """Last names of everything that it calls itself (`charge`, `info`, `put_item`); nested functions too, helpers not."""
    arguments: frozenset[str] = frozenset()
    """Names of all that it hands over: identifiers, last members, keyword names, keys of object literals, in the arguments
    of the calls in it and of the durable_step call itself (`charge(order, payment_key)`): `order`, `payment_key`,
    `IdempotencyKey`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What becomes of an operation's result (awaited, in JavaScript; through variables, also destructured)."""

    discarded: bool = False
    """Nobody holds it: an expression statement, or a variable that is never read."""
    escapes: bool = False
    """Returned, thrown, stored in an object or list, passed whole to a function, iterated, compared, spread, or anything
    not understood."""
    members: frozenset[str] = frozenset()
    """Members read or called of it, in snake_case: `get_results`, `throw_if_error`, `success_count`, `all`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Fact):
    """A durable operation; place: the whole call, from the receiver (`context.step(...)`, without `await`)."""

    kind: Op
    receiver: str = ""
    """The context as written: `context`, `ctx`, `self.context`; the first argument of with_retry."""
    foreign: bool = False
    """The context is known to be another body's than the innermost one's (a parent's, a sibling's). False when in doubt, and
    always in step, check and submitter bodies."""
    name: Value | None = None
    """The name argument, when one is given."""
    names: tuple[Value, ...] = ()
    """All that name operations here: the name argument, the names of the branches of a parallel, what an item namer returns."""
    target: Value | None = None
    """invoke: the function's name or ARN."""
    template: str = ""
    """invoke: what the target comes to by default, when it is a text of literal parts, constants, and environment variables
    that have a literal default (`translate-dev` of f"translate-{STAGE}"); "" for all others."""
    duration: Value | None = None
    """wait: what says how long; of `wait(seconds=5)` the 5. A plain number has `constant` and no `seconds`."""
    config: Config = field(default_factory=Config)
    functions: tuple[Function, ...] = ()
    """The bodies: one; of a parallel all branches that can be seen."""
    uses: Uses = field(default_factory=lambda: Uses(escapes=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unawaited(Fact):
    """JavaScript: an operation's promise, or that of a helper doing operations, that nobody awaits or returns.

    Place: the operation call, or the helper's call; for `items.forEach(async ...)` the operation inside. `await`, `return`, an
    arrow's body, storing it and later awaiting or returning the variable (or pushing it to an array that is awaited through
    Promise.* or context.promise.*, or handing it to a function) are fine; `void`, a bare statement, an unawaited `.then()` or
    `.catch()` chain, a variable that is never read are not.
    """

    what: str
    """As written, short: `context.step`, `notifyGuest`."""
    fixable: bool = False
    """Inserting `await ` at `place` is right: a statement of its own directly in an async function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurrency(Fact):
    """Raw concurrency over durable work: what it runs or is given touches a context or durable operations.

    Place: the `Promise.race(...)` call; the `Thread(...)`, `executor.submit(...)`, `executor.map(...)`, `asyncio.run(...)`,
    `asyncio.gather(...)` call. Not recorded when the work is plain (no context, no operation), nor in step bodies.
    """

    name: str
    """Canonical: `Promise.race`, `Promise.all`, `threading.Thread`, `concurrent.futures.ThreadPoolExecutor().submit`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swallow(Fact):
    """Python: what catches the suspension around durable operations, and does not raise again.

    Place: the except or with line.
    """

    caught: str
    """As written: "except:", "BaseException", "contextlib.suppress"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinallyEffect(Fact):
    """Python: a finally on replayed ground, whose try holds durable operations, that does something beside assigning locals.

    Place: the first such statement.
    """

    effect: str
    """As written, short: `print`, `context.step`, `release_lock`, `order["done"]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateBinding(Fact):
    """Python: a function made in a loop that reads the loop's variable when it runs, after the loop; JavaScript: over `var`.

    Place: the lambda, def or arrow. Only for functions that become bodies of operations (or are collected in a list that does).
    """

    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsyncBody(Fact):
    """Python: an `async def` as handler, step, branch, check or submitter. Place: the def line (of its header)."""

    name: str
    role: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncalled(Fact):
    """A body that is not what the operation takes.

    "uncalled": a durable_step (…_with_child_context, …_wait_for_callback, …_parallel_branch) given without its call;
    place: the operation.
    "parameter": a durable_step whose first parameter is not the step's context; place: the def line.
    "called": the result of a call instead of a function (`context.step("x", charge(order))`); place: the operation.
    Python's "called" only for a function that is known to be a plain one returning no function.
    """

    problem: Literal["uncalled", "parameter", "called"]
    name: str
    """Of the function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch(Fact):
    """An except clause, or an `instanceof` in a catch clause, around durable operations, on replayed ground.

    Place: the except line (its clause's header) or the instanceof expression. Only clauses of a try that holds operations.
    """

    types: tuple[str, ...]
    """Canonical names of the exceptions: `KeyError`, `services.PaymentError`,
    `aws_durable_execution_sdk_python.StepError`. A class
    of the project by its plain name."""
    sdk: bool
    """One of them is of the durable SDK, or catches everything (Exception, Error), or is not known what it is."""
    acts: bool = False
    """Python: the clause runs durable operations, or ends without raising again; not when it, or a clause before it, looks for
    the errors of the invocation (InvocationError, UnrecoverableError)."""
    raised: bool
    """Something in the try, outside of bodies of steps, checks and submitters, may raise one of them (or a subclass): an
    explicit raise or
    throw, also in helpers; a call that is not known; for Python's own exceptions the expressions that raise them
    (subscripts, int())."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkUse(Fact):
    """A name, keyword or shape of the SDK's that `guidance.code.tables.stale(language)` lists.

    Anywhere in a file that imports the SDK (its testing package too), reached or not; place: the name or argument.
    Names are the table's keys: `CallableRuntimeError` a name imported or used; `StepConfig(semantics)` an argument or key of a
    call; `.parallel(positional)`, `.map(parameters)` a shape. Not for other things of the same name.
    """

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Fact):
    """An expression that a body or the handler returns, with a kind that is known and is not PLAIN. Place: that expression.

    `body` says whose result it is: HANDLER, STEP, CHILD, BRANCH, ITEM, CHECK (RETRY counts as CHILD). For a lambda or
    arrow: its body.
    Also for a call of a project function or class that returns or makes it (`return Order(...)`), and through local variables.
    """

    value: Value
    config: Config = field(default_factory=Config)
    """Of the operation whose body returns it; for HANDLER empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackUse(Fact):
    """The first use of a callback's result as an object.

    The result of wait_for_callback, or `.result()` of create_callback, or its awaited promise.
    Place: the subscript, attribute, `.get(...)`, destructuring pattern, or spread. Not after JSON.parse or json.loads; not for
    string methods (`.lower()`, `.trim()`, `.length`, `.startswith`), comparison, return.
    """

    config: Config
    """Of the operation."""
    what: str
    """As written: `approval["approved"]`, `approval.approved`."""
    configured: bool = False
    """The file sets `configureSerdes({ defaultCallbackDeserializer })`, or the value is declared not to be a string by a
    guard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Iteration(Fact):
    """A loop, comprehension, `.map`/`.forEach` or context.map that makes operations on replayed ground.

    Place: the iterated expression. Recorded when what gives the order is known.
    """

    order: str
    """`set` for a set literal, comprehension, set() and frozenset() (JavaScript: `Set`); else the canonical name of the
    call (`os.listdir`,
    `pathlib.Path().iterdir`, `fs.readdirSync`); through variables, list(), tuple(), enumerate(), reversed(), filter,
    map, slices,
    comprehensions, dict.fromkeys(a set), Array.from, spread. After sorted() or .sort(), nothing is recorded.
    JavaScript: `process.env` for its keys; `module state` for a collection of the module that is filled at run time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Fact):
    """An environment variable, read on replayed ground, that decides which way replayed code goes.

    Place: the read (`os.environ["FAST"]`, `os.getenv("FAST")`, `"FAST" in os.environ`; `process.env.FAST`), in the helper if it
    is there. It decides when an if, while, for, match or switch, conditional expression, `and`, `or` tests it or loops over it
    (directly, compared, negated, converted, through variables and what helpers return), and what is tested holds durable
    operations in one of its blocks or leaves by return, break or continue (a raise or throw alone does not count: that is a
    check of the settings). A value that is only chosen (`os.getenv("TABLE") or "orders"`, an argument, a target) decides
    nothing, until it is tested itself. Not of what a step read and returned, nor of module scope; not of the variables that
    `guidance.code.tables.words("lasting")` lists, which are alike for all versions of a function.
    """

    variable: str = ""
    """Its name, when that is a literal: `FAST`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop(Fact):
    """A loop around operations, a map, or a parallel whose branches repeat (`[branch] * 5`).

    Place: the loop statement's header line(s), or the call of map or parallel.
    """

    total: int = 0
    """How many operations it makes as far as constants say: count x (operations in its body, each times its inner loops
    with known
    counts; inner loops of unknown count: 0). 0 when its own count is unknown. For a map over constant items: items x (1
    + those of its body); likewise for repeated branches."""
    endless: bool = False
    """`while True` / `while (true)` / `for (;;)` around operations with nothing that leaves it (break, return, raise/throw)."""
    nested: bool = False
    """It stands in another loop (or map body) that is recorded with a known count."""
