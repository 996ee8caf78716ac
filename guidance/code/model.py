"""What both readers say of durable code, and all that the rules know of it. Read this first.

A reader says *what the code does*, a rule says *whether that is wrong*: neither judges for the other, and no name below
is a language's own. A reader is `read(source: SourceFile, load: Loader) -> Program`, in `guidance/code/python/` and
`guidance/code/typescript/`. It may raise CodeError, and nothing else.

How a reader goes about it
    It finds the durable handlers of `source` (any import form and alias; of Python also the functions that annotate a
    parameter as DurableContext and that no handler reaches: they are replayed ground too) and walks what they reach with
    an abstract state: ground, body, whose context is the innermost one, enclosing loops and tries. Calls of functions of
    the project are *followed* (same file, then files that `load` gives), each (function, ground, bindings of contexts)
    once, at most 40 deep; they are not recorded as a Call. Code that nothing reaches is not recorded, but for SdkUse.
    Where something cannot be resolved the fact is left out or its value is unknown: a rule then says nothing.
    The same fact may be recorded twice (a helper reached from two grounds): the engine drops doubles of (rule, place).

Names of callables (`Call.name` and everywhere else that says "canonical")
    Python: the dotted import path, whatever the alias: `time.time`, `datetime.datetime.now`, `uuid.uuid4`. Builtins that
    are not shadowed: `print`, `open`, `id`. Relative imports that cannot be followed: without the dots, `services.charge`.
    JavaScript: `module-specifier.export.member`, without `node:`. A default import, a namespace import and a `require`
    are the module itself: `fs.readFileSync`, `fs/promises.readFile`, `crypto.randomUUID`, `uuid.v4`, `axios.get`,
    `axios`, `@aws-sdk/client-s3.S3Client`. Globals by their plain name, also through `globalThis.`: `Date.now`, `fetch`,
    `setTimeout`, `console.log`, `crypto.randomUUID` (global and module alike).
    Both: `()` stands for what a call or a construction gave, also through variables, attributes (`this.s3`, `self.table`)
    and module constants: `boto3.client().put_item`, `boto3.resource().Table().get_item`, `random.Random().choice`,
    `datetime.datetime.now().isoformat`, `@aws-sdk/client-s3.S3Client().send`, `dayjs().format`, `Date().getTime`.
    A receiver that is not known (a parameter, an event field) gives `?` and the member: `?.send`, `?.append`.
    `functools.partial(f, ...)`, `f.bind(...)` and `util.promisify(f)` are f itself.
    A method of an annotated parameter or variable (`t: datetime`, `client: S3Client`) counts as of an instance:
    `….S3Client().send`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from guidance.code.basics import (
    Body,
    Call,
    Change,
    ChangeKind,
    Config,
    Fact,
    Form,
    Ground,
    Kind,
    Language,
    Place,
    SourceFile,
    Value,
)
from guidance.code.facts import (
    AsyncBody,
    CallbackUse,
    Catch,
    Choice,
    Concurrency,
    FinallyEffect,
    Function,
    Iteration,
    LateBinding,
    Loop,
    Op,
    Operation,
    Result,
    SdkUse,
    Swallow,
    Unawaited,
    Uncalled,
    Uses,
)

__all__ = [
    "AsyncBody",
    "Body",
    "Call",
    "CallbackUse",
    "Catch",
    "Change",
    "ChangeKind",
    "Choice",
    "Concurrency",
    "Config",
    "Fact",
    "FinallyEffect",
    "Flaw",
    "Form",
    "Function",
    "Ground",
    "Iteration",
    "Kind",
    "Language",
    "LateBinding",
    "Loader",
    "Loop",
    "Op",
    "Operation",
    "Place",
    "Program",
    "Result",
    "SdkUse",
    "SourceFile",
    "Swallow",
    "Unawaited",
    "Uncalled",
    "Uses",
    "Value",
]

Loader = Callable[[str], str | None]
"""Gives the text of a file of the project by its POSIX path relative to the project's root; None when there is none, it is
outside or too big. It normalises `..`. A reader tries the candidates itself: `pkg/x.py`, `pkg/x/__init__.py`; `./x.js`
means `x.ts`, `x.tsx`, `x.js`, `x/index.ts` ... It remembers what it was asked."""


@dataclass(slots=True)
class Program:
    """What a reader found: flat lists, in any order."""

    language: Language
    files: dict[str, SourceFile] = field(default_factory=dict)
    """By path: the source itself, and each file that was followed into."""
    main: str = ""
    """The path of the source itself."""
    handlers: int = 0
    """How many durable handlers (and functions on a DurableContext) were found."""
    notes: list[str] = field(default_factory=list)
    """What was not read, and why: for people."""
    operations: list[Operation] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unawaited: list[Unawaited] = field(default_factory=list)
    concurrency: list[Concurrency] = field(default_factory=list)
    swallows: list[Swallow] = field(default_factory=list)
    finally_effects: list[FinallyEffect] = field(default_factory=list)
    late_bindings: list[LateBinding] = field(default_factory=list)
    async_bodies: list[AsyncBody] = field(default_factory=list)
    uncalled: list[Uncalled] = field(default_factory=list)
    catches: list[Catch] = field(default_factory=list)
    sdk_uses: list[SdkUse] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    callback_uses: list[CallbackUse] = field(default_factory=list)
    iterations: list[Iteration] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a code rule's `check` yields: the engine makes a Finding of it."""

    at: Place
    message: str
    edit: str | None = None
    """Text that replaces `edit_at`; None when there is no mechanical fix."""
    edit_at: Place | None = None
    edit_says: str = ""
    """What the edit does: "Await it"."""
    safe: bool = False
    severity: str | None = None
    """"error", "warning" or "info", when milder than the rule's."""
    confidence: str | None = None
