"""What a caller wants to see, as it writes it: "lambda:orders", "stack:shop", an ARN, a bare function name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mcp_server.errors import CallError
from mcp_server.findings import clean

KINDS = (
    "lambda",
    "sqs",
    "httpapi",
    "restapi",
    "dynamodb",
    "kinesis",
    "statemachine",
    "eventbus",
    "rule",
    "sns",
    "stack",
)
MOST_TARGETS = 50
_FORMS = (
    "lambda:NAME, sqs:NAME, httpapi:ID, restapi:NAME, dynamodb:NAME, kinesis:NAME, statemachine:ARN, eventbus:NAME, rule:NAME, "
    "sns:NAME, stack:NAME"
)
_NAMES = {
    "lambda": r"[\w-]{1,64}",
    "sqs": r"[\w-]{1,80}(\.fifo)?",
    "httpapi": r".{1,128}",
    "restapi": r".{1,256}",
    "dynamodb": r"[\w.-]{3,255}",
    "kinesis": r"[\w.-]{1,128}",
    "statemachine": r"[^\s:/]{1,80}",
    "eventbus": r"[\w./-]{1,256}",
    "rule": r"([\w./-]{1,256}\|)?[\w.-]{1,64}",
    "sns": r"[\w-]{1,256}(\.fifo)?",
    "stack": r"[A-Za-z][\w-]{0,127}",
}
"""As each service's API allows them."""
_ARN = re.compile(r"arn:(?P<partition>[\w-]+):(?P<service>[\w-]+):(?P<region>[\w-]*):(?P<account>\d{12}|):(?P<rest>.+)")
_URL = re.compile(
    r"https://(?:sqs\.)?(?P<region>[a-z]{2,3}(?:-[a-z]+){1,2}-\d)\.(?:queue\.)?amazonaws\.com(?:\.cn)?/(?P<account>\d{12})/"
    r"(?P<name>[\w.-]+)"
)
_RESTS = (
    ("lambda", "lambda", r"function:(?P<name>[\w-]+)(?::(?P<qualifier>[\w$-]+))?"),
    ("sqs", "sqs", r"(?P<name>[\w.-]+)"),
    ("sns", "sns", r"(?P<name>[\w.-]+)"),
    ("execute-api", "httpapi", r"(?P<name>[a-z0-9]+)(?:/(?P<stage>[\w$-]+).*)?"),
    ("apigateway", "httpapi", r"/apis/(?P<name>[a-z0-9]+)(?:/stages/(?P<stage>[\w$-]+))?"),
    ("apigateway", "restapi", r"/restapis/(?P<name>[a-z0-9]+)(?:/stages/(?P<stage>[\w$-]+))?"),
    ("dynamodb", "dynamodb", r"table/(?P<name>[\w.-]+)(?:/.*)?"),
    ("kinesis", "kinesis", r"stream/(?P<name>[\w.-]+)(?:/.*)?"),
    ("states", "statemachine", r"stateMachine:(?P<name>[^\s:]+)(?::[\w$-]+)?"),
    ("events", "eventbus", r"event-bus/(?P<name>[\w./-]+)"),
    ("events", "rule", r"rule/(?P<name>[\w./-]+)"),
    ("cloudformation", "stack", r"stack/(?P<name>[\w-]+)(?:/.*)?"),
)
"""Service of an ARN, the kind it is, and what follows the account."""


@dataclass(frozen=True)
class Target:
    """One thing to look at."""

    kind: str
    name: str
    qualifier: str | None = None
    """A version or alias of a function."""
    stage: str | None = None
    """Of an API."""
    region: str | None = field(default=None, compare=False)
    """Of an ARN, as are `account`, `partition` and `arn`."""
    account: str | None = field(default=None, compare=False)
    partition: str | None = field(default=None, compare=False)
    arn: str | None = field(default=None, compare=False)
    bare: bool = field(default=False, compare=False)
    """Written without its kind, so that another one may be meant."""

    @property
    def text(self) -> str:
        """As it is written: "lambda:orders:live"."""
        more = f":{self.qualifier}" if self.qualifier else f"/{self.stage}" if self.stage else ""
        return f"{self.kind}:{self.name}{more}"


def read_targets(texts: Sequence[str]) -> list[Target]:
    """What a caller wants to see, each once.

    Raises:
        CallError: when there is none, there are too many, one is malformed, or their ARNs are of several regions.

    """
    if not texts:
        raise CallError(f"targets: there is none. Pass at least one of: {_FORMS}.")
    if len(texts) > MOST_TARGETS:
        raise CallError(
            f"targets: {len(texts)} are too many for one answer; at most {MOST_TARGETS}. Pass a stack (stack:NAME), or the few "
            "that matter."
        )
    found = [read_target(text) for text in texts]
    regions = sorted({each.region for each in found if each.region})
    if len(regions) > 1:
        raise CallError(
            f"targets: their ARNs are of several regions ({', '.join(regions)}). Call once for each region."
        )
    return list(dict.fromkeys(found))


def read_target(text: str) -> Target:
    """One target.

    Raises:
        CallError: when it is malformed; says what is allowed.

    """
    words = text.strip()
    kind, colon, name = words.partition(":")
    kind = kind.lower()
    if words.startswith("arn:"):
        return _of_arn(words)
    if url := _URL.fullmatch(words):
        return Target("sqs", url["name"], region=url["region"], account=url["account"])
    if kind in KINDS and colon:
        return _of_kind(kind, name.strip(), words)
    near = difflib.get_close_matches(kind, KINDS, n=1, cutoff=0.7)
    if colon and near:
        raise _wrong(words, f"there is no kind '{kind[:30]}'; did you mean {near[0]}:{clean(name)[:64]}?")
    if plain := re.fullmatch(r"(?P<name>[\w-]{1,64})(?::(?P<qualifier>[\w$-]{1,128}))?", words):
        return Target("lambda", plain["name"], plain["qualifier"], bare=True)
    raise _wrong(words, f"it is none of {_FORMS}, nor an ARN")


def _of_kind(kind: str, name: str, words: str) -> Target:
    if name.startswith("arn:"):
        found = _of_arn(name)
        if found.kind != kind and {found.kind, kind} != {"httpapi", "restapi"}:
            raise _wrong(words, f"that ARN is of {found.kind}, not of {kind}; pass the ARN alone")
        return Target(
            kind, found.name, found.qualifier, found.stage, found.region, found.account, found.partition, found.arn
        )
    qualifier = stage = None
    if kind == "lambda":
        name, _, after = name.partition(":")
        qualifier = after or None
    if kind in {"httpapi", "restapi"} and (cut := re.fullmatch(r"(.+)/([\w$-]{1,128})", name)):
        name, stage = cut[1], cut[2]
    if not name or clean(name) != name or not re.fullmatch(_NAMES[kind], name):
        raise _wrong(words, f"that is no name of {kind}" if name else f"the name is missing: {kind}:NAME")
    return Target(kind, name, qualifier, stage)


def _of_arn(words: str) -> Target:
    arn = _ARN.fullmatch(words)
    if arn is None or clean(words) != words:
        raise _wrong(words, "that is no ARN; one looks like arn:aws:lambda:eu-west-1:123456789012:function:orders")
    for service, kind, pattern in _RESTS:
        rest = re.fullmatch(pattern, arn["rest"])
        if service == arn["service"] and rest is not None:
            parts = rest.groupdict()
            return Target(
                kind, parts["name"], parts.get("qualifier"), parts.get("stage"), arn["region"] or None,
                arn["account"] or None, arn["partition"], words,
            )  # fmt: skip
    if "xecution" in arn["rest"]:
        raise _wrong(words, "that is one execution, and metrics are of its function or state machine: pass that")
    raise _wrong(words, f"'{arn['service'][:30]}' is not looked at by its ARN; there are {_FORMS}")


def _wrong(words: str, why: str) -> CallError:
    return CallError(f"target '{' '.join(clean(words).split())[:90]}': {why}{'' if why.endswith('?') else '.'}")
