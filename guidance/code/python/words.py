"""What builtins and the standard library's functions give, by their names."""

from __future__ import annotations

from guidance.code.model import (
    Kind,
)

KINDS = {
    "datetime.datetime": Kind.DATETIME,
    "datetime.date": Kind.DATETIME,
    "datetime.datetime.now": Kind.DATETIME,
    "datetime.datetime.utcnow": Kind.DATETIME,
    "datetime.datetime.today": Kind.DATETIME,
    "datetime.date.today": Kind.DATETIME,
    "datetime.datetime.fromisoformat": Kind.DATETIME,
    "datetime.date.fromisoformat": Kind.DATETIME,
    "datetime.datetime.fromtimestamp": Kind.DATETIME,
    "datetime.datetime.strptime": Kind.DATETIME,
    "decimal.Decimal": Kind.DECIMAL,
    "uuid.uuid1": Kind.UUID,
    "uuid.uuid3": Kind.UUID,
    "uuid.uuid4": Kind.UUID,
    "uuid.uuid5": Kind.UUID,
    "uuid.UUID": Kind.UUID,
    "open": Kind.FILE,
    "time.time": Kind.PLAIN,
    "time.time_ns": Kind.PLAIN,
    "random.random": Kind.PLAIN,
    "random.randint": Kind.PLAIN,
    "secrets.token_hex": Kind.PLAIN,
    "json.dumps": Kind.PLAIN,
    "dataclasses.asdict": Kind.PLAIN,
}


PURE = frozenset(
    (
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "bytearray",
        "callable",
        "chr",
        "complex",
        "dict",
        "divmod",
        "enumerate",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "hasattr",
        "hex",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "map",
        "max",
        "min",
        "next",
        "oct",
        "ord",
        "pow",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "slice",
        "sorted",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "object",
        "id",
        "hash",
        "datetime.timedelta",
        "decimal.Decimal",
        "time.time",
        "time.monotonic",
        "time.perf_counter",
        "dataclasses.asdict",
        "copy.copy",
        "copy.deepcopy",
        "datetime.datetime.now",
        "datetime.datetime.utcnow",
        "json.dumps",
        "math.ceil",
        "math.floor",
        "typing.cast",
        "os.environ.get",
        "os.getenv",
    )
)


TEXTS = frozenset(("str", "repr", "format", "hex", "ascii", "chr", "json.dumps"))


NUMBERS = frozenset(
    ("int", "float", "round", "len", "sum", "abs", "bool", "ord", "isinstance", "callable", "any", "all", "hasattr")
)


RAISED = {
    "int": ("ValueError", "TypeError"),
    "float": ("ValueError", "TypeError"),
    "next": ("StopIteration",),
    "getattr": ("AttributeError",),
}


SAME = frozenset(
    (
        "list",
        "tuple",
        "enumerate",
        "reversed",
        "iter",
        "zip",
        "filter",
        "map",
        "itertools.chain",
        "itertools.islice",
        "itertools.chain.from_iterable",
        "itertools.batched",
        "more_itertools.chunked",
        "tqdm.tqdm",
        "dict.fromkeys",
        "typing.cast",
        "collections.deque",
        "dict",
    )
)


TEXT_METHODS = frozenset(
    (
        "isoformat",
        "strftime",
        "hex",
        "decode",
        "format",
        "join",
        "upper",
        "lower",
        "strip",
        "replace",
        "total_seconds",
        "timestamp",
        "model_dump_json",
    )
)
